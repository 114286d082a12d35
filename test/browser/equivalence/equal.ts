import { outline, type Blind } from './outline.ts';

const CONTEXT_LINE_COUNT = 6;

/** Where the replay differs from the page, for people; undefined where it doesn't. */
export function findDifference(page: Document, shown: Document | null, blind: Blind): string | undefined {
  const wanted = outline(page, blind);
  const found = shown ? outline(shown, blind) : [];
  const count = Math.max(wanted.length, found.length);
  let at = 0;
  while (at < count && wanted[at] === found[at]) at += 1;
  if (at === count) return undefined;
  const excerpt = (lines: string[], sign: string) =>
    lines.slice(at, at + CONTEXT_LINE_COUNT).map((line) => `${sign} ${line}`);
  const before = wanted.slice(Math.max(0, at - CONTEXT_LINE_COUNT), at).map((line) => `  ${line}`);
  return [...before, ...excerpt(wanted, 'page  '), ...excerpt(found, 'replay')].join('\n');
}
