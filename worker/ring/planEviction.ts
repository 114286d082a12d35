import { groupSegments, type Group, type Planned } from './groups.ts';

export interface EvictionPolicy {
  /** So much of the past stays, whole checkpoints' worth … */
  minutes: number;
  /** … unless it takes more than this. */
  maxBytes: number;
}

export interface Evictable extends Planned {
  bytes: number;
  /** Held, or waiting in the outbox: stays. */
  isKept: boolean;
}

export interface EvictionPlan {
  groups: DroppedGroup[];
  /** Bytes that are left. They may still be above the ceiling, where all the rest has to stay. */
  bytes: number;
}
export interface DroppedGroup extends Group<Evictable> {
  /** The ceiling cut into the promised minutes. */
  isShort: boolean;
}

/**
 * Which groups go. By age one goes when the next group of its page begins before the promised time, so that replay from
 * the promised time on is possible; a page's newest only after the page is gone. By bytes the oldest go first, never the
 * newest of a page that lives, because nothing that it captures from now on could be replayed without it.
 */
export function planEviction(
  segments: readonly Evictable[],
  livePageIds: ReadonlySet<string>,
  policy: EvictionPolicy,
  now: number,
): EvictionPlan {
  const promisedAt = now - policy.minutes * 60_000;
  const isOld = ({ nextAt, lastAt }: Group<Evictable>): boolean =>
    nextAt === undefined ? lastAt < promisedAt : nextAt <= promisedAt;
  const free = groupSegments(segments)
    .filter((group) => !group.segments.some(({ isKept }) => isKept))
    .filter(({ nextAt, pageId }) => nextAt !== undefined || !livePageIds.has(pageId))
    .sort((a, b) => a.lastAt - b.lastAt);
  const groups: DroppedGroup[] = free.filter(isOld).map((group) => ({ ...group, isShort: false }));
  let bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  for (const group of groups) bytes -= sizeOf(group);
  for (const group of free) {
    if (bytes <= policy.maxBytes) break;
    if (isOld(group)) continue;
    groups.push({ ...group, isShort: true });
    bytes -= sizeOf(group);
  }
  return { groups, bytes };
}

function sizeOf(group: Group<Evictable>): number {
  return group.segments.reduce((sum, { bytes }) => sum + bytes, 0);
}
