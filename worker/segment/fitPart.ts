import type { SegmentRow } from '../ring/rows.ts';

/** Some of a segment's records: those that pass all of what is said. */
export interface Part {
  kinds?: readonly string[];
  sequences?: readonly number[];
  spans?: readonly (readonly [fromAt: number, toAt: number])[];
}

/** What is large, and drawn from what came before it. */
export const HEAVY: readonly string[] = ['dom', 'tile', 'asset'];

/** How much of a segment a part is, as far as its row tells; `some` may turn out to be nothing. */
export function fitPart(
  { header, kinds = { unknown: [1, 1] } }: Pick<SegmentRow, 'header' | 'kinds'>,
  part: Part,
): 'all' | 'some' | 'none' {
  const names = Object.keys(kinds);
  const wanted = part.kinds === undefined ? names : names.filter((name) => part.kinds?.includes(name));
  const touching = part.spans?.filter(([fromAt, toAt]) => header.lastAt >= fromAt && header.firstAt <= toAt);
  if (touching?.length === 0 || (wanted.length === 0 && kinds['unknown'] === undefined)) return 'none';
  const isWhole =
    wanted.length === names.length &&
    part.sequences === undefined &&
    (touching?.some(([fromAt, toAt]) => fromAt <= header.firstAt && toAt >= header.lastAt) ?? true);
  return isWhole ? 'all' : 'some';
}
