import { outline, type Blind, type Outline } from './outline.ts';

const CONTEXT_LINE_COUNT = 6;
const NOTHING: Outline = { lines: [], hasEmptyShadow: false };

/** Where the replay differs from the page, for people; undefined where it doesn't. */
export function findDifference(page: Document, shown: Document | null, blind: Blind): string | undefined {
  const live = outline(page, blind);
  const replayed = shown ? outline(shown, blind) : NOTHING;
  const print = ({ lines }: Outline) => lines.map(({ text, looks }) => (live.hasEmptyShadow ? text : text + looks));
  const [wanted, found] = [print(live), print(replayed)];
  const count = Math.max(wanted.length, found.length);
  let at = 0;
  while (at < count && wanted[at] === found[at]) at += 1;
  if (at === count) return undefined;
  const excerpt = (lines: string[], sign: string) =>
    lines.slice(at, at + CONTEXT_LINE_COUNT).map((line) => `${sign} ${line}`);
  const before = wanted.slice(Math.max(0, at - CONTEXT_LINE_COUNT), at).map((line) => `  ${line}`);
  return [...before, ...excerpt(wanted, 'page  '), ...excerpt(found, 'replay')].join('\n');
}
