import type { Known, KnownNodes } from './known.ts';
import { longestRun } from './longestRun.ts';

/** What has to go from below a parent so that what stays stands in the page's order, and whether something has to come. */
export interface Comparison<N> {
  gone: Known<N>[];
  hasNew: boolean;
}

/**
 * Compares the children that were told with those that the page has now. What has only moved among its siblings goes and comes
 * again, as few of them as possible.
 *
 * @param turn a number that was not used before
 */
export function compare<N extends object>(
  nodes: KnownNodes<N>,
  parent: Known<N>,
  live: readonly N[],
  turn: number,
): Comparison<N> {
  let stayCount = 0;
  for (let index = 0; index < live.length; index += 1) {
    const child = nodes.get(live[index] as N);
    if (!nodes.isIn(child) || child.parent !== parent) continue;
    child.seen = turn;
    child.index = index;
    stayCount += 1;
  }
  const gone: Known<N>[] = [];
  const staying: Known<N>[] = [];
  let isInOrder = true;
  for (let child = parent.first; child; child = child.next) {
    if (child.seen !== turn) {
      gone.push(child);
      continue;
    }
    isInOrder &&= (staying.at(-1)?.index ?? -1) < child.index;
    staying.push(child);
  }
  if (!isInOrder) gone.push(...movedOf(staying));
  return { gone, hasNew: stayCount < live.length || !isInOrder };
}

function movedOf<N>(staying: readonly Known<N>[]): Known<N>[] {
  const kept = new Set(longestRun(staying.map(({ index }) => index)));
  return staying.filter((_child, position) => !kept.has(position));
}
