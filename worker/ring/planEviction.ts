import type { RuleSet } from '../../src/wire/index.ts';
import { groupSegments, type Group, type Planned } from './groups.ts';

export interface EvictionPolicy {
  /** So much of the past stays, whole checkpoints' worth … */
  minutes: number;
  /** … unless it takes more than this. */
  maxBytes: number;
  /** Other minutes and ceilings of some kinds; of several for one kind the last counts. */
  perKind?: RuleSet['buffer']['perKind'];
}

export interface Evictable extends Planned {
  bytes: number;
  /** Held, or waiting in the outbox: stays. */
  isKept: boolean;
  /** In the outbox, but nobody has asked for it: goes before the ceiling is exceeded. */
  isLive?: boolean;
}

export interface EvictionPlan {
  groups: DroppedGroup[];
  /** Segments of which some kinds go, in the order in which that is to be done. */
  thinned: Thinned[];
  /** Bytes that are left, where kinds go estimated. They may still be above the ceiling, where all the rest has to stay. */
  bytes: number;
}
export interface DroppedGroup extends Group<Evictable> {
  /** The ceiling cut into the promised minutes. */
  isShort: boolean;
}
export interface Thinned {
  segment: Evictable;
  /** Kinds that go. */
  kinds: string[];
}

/**
 * Which groups go, and which kinds of others. By age one goes when the next group of its page begins before the promised
 * time, so that replay from the promised time on is possible; a page's newest only after the page is gone. Kinds with minutes
 * of their own go by the same rule, earlier or later than the rest. By bytes the oldest go first, never the newest of a
 * page that lives, because nothing that it captures from now on could be replayed without it.
 */
export function planEviction(
  segments: readonly Evictable[],
  livePageIds: ReadonlySet<string>,
  policy: EvictionPolicy,
  now: number,
): EvictionPlan {
  const { free, live } = sortGroups(segments, livePageIds);
  const cuts = new Map(free.map((group) => [group, oldKinds(group, policy, now)]));
  cutByBytes(segments, free, cuts, policy);
  const isGone = (group: Group<Evictable>): boolean => {
    const gone = cuts.get(group);
    return gone !== undefined && group.segments.every((segment) => leftOf(segment, gone) === 0);
  };
  const groups: DroppedGroup[] = free.filter(isGone).map((group) => ({ ...group, isShort: false }));
  const rest = free.filter((group) => !isGone(group));
  const sizeOf = (group: Group<Evictable>): number =>
    group.segments.reduce((sum, segment) => sum + leftOf(segment, cuts.get(group)), 0);
  const bytesOfKept = segments.reduce((sum, { bytes }) => sum + bytes, 0) - sum(free.map((group) => wholeSize(group)));
  let bytes = bytesOfKept + sum(rest.map(sizeOf));
  const dropped = new Set<Group<Evictable>>();
  for (const group of [...rest, ...live]) {
    if (bytes <= policy.maxBytes) break;
    groups.push({ ...group, isShort: true });
    dropped.add(group);
    bytes -= sizeOf(group);
  }
  const thinned = rest.flatMap((group) => (dropped.has(group) ? [] : listThinned(group, cuts.get(group))));
  return { groups, thinned, bytes };
}

/** Oldest first: what may go, and what may go only where the ceiling wants it. */
function sortGroups(segments: readonly Evictable[], livePageIds: ReadonlySet<string>) {
  const loose = groupSegments(segments)
    .filter((group) => !group.segments.some(({ isKept }) => isKept))
    .filter(({ nextAt, pageId }) => nextAt !== undefined || !livePageIds.has(pageId))
    .sort((a, b) => a.lastAt - b.lastAt);
  const isLive = (group: Group<Evictable>): boolean => group.segments.some((segment) => segment.isLive);
  return { free: loose.filter((group) => !isLive(group)), live: loose.filter(isLive) };
}

/** Kinds of a group whose time is over; `*` stands for those of rows that don't tell. */
function oldKinds(group: Group<Evictable>, { minutes, perKind = [] }: EvictionPolicy, now: number): Set<string> {
  const isOld = (keptMinutes: number): boolean => {
    const promisedAt = now - keptMinutes * 60_000;
    return group.nextAt === undefined ? group.lastAt < promisedAt : group.nextAt <= promisedAt;
  };
  const minutesOf = (kind: string): number =>
    perKind.reduce(
      (found, { kinds, minutes: own = found }) => (kinds.some((name) => name === kind) ? own : found),
      minutes,
    );
  return new Set(kindsOf(group).filter((kind) => isOld(minutesOf(kind))));
}

/** Ceilings of kinds: the oldest of them go, from the groups that may be touched. */
function cutByBytes(
  segments: readonly Evictable[],
  free: readonly Group<Evictable>[],
  cuts: ReadonlyMap<Group<Evictable>, Set<string>>,
  { perKind = [] }: EvictionPolicy,
): void {
  for (const { kinds, maxBytes } of perKind) {
    if (maxBytes === undefined) continue;
    const shareOf = (segment: Evictable, gone?: ReadonlySet<string>): number =>
      leftOf(segment, gone) - leftOf(segment, new Set([...(gone ?? []), ...kinds]));
    let bytes = sum(segments.map((segment) => shareOf(segment)));
    for (const group of free) {
      const gone = cuts.get(group);
      bytes -= sum(group.segments.map((segment) => shareOf(segment) - shareOf(segment, gone)));
    }
    for (const group of free) {
      if (bytes <= maxBytes) break;
      const gone = cuts.get(group);
      bytes -= sum(group.segments.map((segment) => shareOf(segment, gone)));
      for (const kind of kinds) gone?.add(kind);
    }
  }
}

/** From the newest back: what is left of a group begins with its checkpoint at any time. */
function listThinned(group: Group<Evictable>, gone: ReadonlySet<string> = new Set()): Thinned[] {
  return [...group.segments].reverse().flatMap((segment) => {
    const kinds = namesOf(segment).filter((kind) => gone.has(kind));
    return kinds.length === 0 ? [] : [{ segment, kinds }];
  });
}

function namesOf({ kinds }: Evictable): string[] {
  return kinds === undefined ? ['*'] : Object.keys(kinds);
}
function kindsOf(group: Group<Evictable>): string[] {
  return [...new Set(group.segments.flatMap(namesOf))];
}

/** Bytes without these kinds, by their share of the JSON. */
function leftOf(segment: Evictable, gone: ReadonlySet<string> = new Set()): number {
  const { bytes, kinds = { '*': [1, 1] } } = segment;
  const sizes = Object.entries(kinds).map(([kind, [, size]]) => ({ size, left: gone.has(kind) ? 0 : size }));
  const all = sum(sizes.map(({ size }) => size));
  return all === 0 ? bytes : Math.ceil((bytes * sum(sizes.map(({ left }) => left))) / all);
}

function wholeSize(group: Group<Evictable>): number {
  return sum(group.segments.map(({ bytes }) => bytes));
}
function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
