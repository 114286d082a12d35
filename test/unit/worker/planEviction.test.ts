import fc from 'fast-check';
import type { RecordKind } from 'rewindow/wire';
import { describe, expect, test } from 'vitest';
import { groupSegments } from '../../../worker/ring/groups.ts';
import { pickRange } from '../../../worker/ring/pickRange.ts';
import { planEviction, type Evictable } from '../../../worker/ring/planEviction.ts';
import type { Kinds } from '../../../worker/ring/rows.ts';

const NOW = 10_000_000;
const PAGES = ['p', 'q', 'r'];

/** Pages of segments that follow each other in time, as capture makes them. */
const ring: fc.Arbitrary<Evictable[]> = fc
  .array(
    fc.array(
      fc.record({
        waitMs: fc.nat(120_000),
        lengthMs: fc.nat(60_000),
        bytes: fc.integer({ min: 1, max: 100_000 }),
        checkpoint: fc.boolean(),
        isKept: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
      }),
      { maxLength: 20 },
    ),
    { maxLength: PAGES.length },
  )
  .map((pages) => pages.flatMap((parts, index) => layOut(PAGES[index] ?? '', parts)));

interface Part {
  waitMs: number;
  lengthMs: number;
  bytes: number;
  checkpoint: boolean;
  isKept: boolean;
}

function layOut(pageId: string, parts: Part[]): Evictable[] {
  const total = parts.reduce((sum, part) => sum + part.waitMs + part.lengthMs, 0);
  let at = NOW - total;
  return parts.map(({ waitMs, lengthMs, bytes, checkpoint, isKept }, first) => {
    const firstAt = at + waitMs;
    at = firstAt + lengthMs;
    const header = { sessionId: 's', pageId, first, firstAt, lastAt: at, checkpoint };
    return { key: `${pageId}/${String(first)}`, header, bytes, isKept };
  });
}

const live = fc.subarray(PAGES).map((ids) => new Set(ids));
const minutes = fc.double({ min: 0.1, max: 30, noNaN: true });
const policy = fc.record({ minutes, maxBytes: fc.integer({ min: 1, max: 2_000_000 }) });

function apply(segments: Evictable[], plan: ReturnType<typeof planEviction>): Evictable[] {
  const gone = new Set(plan.groups.flatMap((group) => group.segments.map(({ key }) => key)));
  return segments.filter(({ key }) => !gone.has(key));
}

describe('planEviction', () => {
  test('keeps the promise: the last minutes and the checkpoint that replay needs are there, unless the ceiling cut', () => {
    fc.assert(
      fc.property(ring, live, minutes, (segments, livePageIds, promised) => {
        const plan = planEviction(segments, livePageIds, { minutes: promised, maxBytes: Infinity }, NOW);
        const range = { sessionId: 's', fromAt: NOW - promised * 60_000, toAt: NOW };
        expect(pickRange(apply(segments, plan), range)).toEqual(pickRange(segments, range));
        expect(plan.groups.some(({ isShort }) => isShort)).toBe(false);
      }),
    );
  });

  test('keeps the bound, or nothing is left that may go', () => {
    fc.assert(
      fc.property(ring, live, policy, (segments, livePageIds, chosen) => {
        const plan = planEviction(segments, livePageIds, chosen, NOW);
        const left = apply(segments, plan);
        expect(left.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(plan.bytes);
        if (plan.bytes <= chosen.maxBytes) return;
        for (const group of groupSegments(left)) {
          const isNewestOfLive = group.nextAt === undefined && livePageIds.has(group.pageId);
          expect(isNewestOfLive || group.segments.some(({ isKept }) => isKept)).toBe(true);
        }
      }),
    );
  });

  test('drops whole checkpoints’ worth: what is left of a page begins where a group began', () => {
    fc.assert(
      fc.property(ring, live, policy, (segments, livePageIds, chosen) => {
        const left = new Set(apply(segments, planEviction(segments, livePageIds, chosen, NOW)).map(({ key }) => key));
        for (const group of groupSegments(segments)) {
          const kept = group.segments.filter(({ key }) => left.has(key)).length;
          expect([0, group.segments.length]).toContain(kept);
        }
      }),
    );
  });

  test('never drops what is kept, nor the newest group of a page that lives', () => {
    fc.assert(
      fc.property(ring, live, policy, (segments, livePageIds, chosen) => {
        for (const group of planEviction(segments, livePageIds, chosen, NOW).groups) {
          expect(group.segments.some(({ isKept }) => isKept)).toBe(false);
          expect(group.nextAt === undefined && livePageIds.has(group.pageId)).toBe(false);
        }
      }),
    );
  });

  test('age alone drops what is not needed any more', () => {
    const segments = layOut('p', [
      { waitMs: 0, lengthMs: 60_000, bytes: 1, checkpoint: true, isKept: false },
      { waitMs: 0, lengthMs: 60_000, bytes: 1, checkpoint: true, isKept: false },
      { waitMs: 0, lengthMs: 60_000, bytes: 1, checkpoint: true, isKept: false },
    ]);
    const plan = planEviction(segments, new Set(['p']), { minutes: 1.5, maxBytes: Infinity }, NOW);
    expect(plan.groups.map(({ segments: [segment] }) => segment?.header.first)).toEqual([0]);
    const gone = planEviction(segments, new Set(), { minutes: 1.5, maxBytes: Infinity }, NOW + 600_000);
    expect(gone.groups).toHaveLength(3);
  });
});

const KINDS = ['dom', 'tile', 'console'];
/** Rows that know their kinds; some of an earlier version don't. */
const kindred = fc
  .tuple(ring, fc.infiniteStream(fc.subarray(KINDS, { minLength: 1 })), fc.infiniteStream(fc.nat(9)))
  .map(([segments, subsets, dice]) =>
    segments.map((segment): Evictable => {
      const sizes = [...subsets.next().value].map((kind: string) => [kind, [1, 100]] as const);
      return dice.next().value === 0 ? segment : { ...segment, kinds: Object.fromEntries(sizes) as Kinds };
    }),
  );
const perKind = fc.array(
  fc.record({
    kinds: fc.constantFrom<RecordKind[]>(['dom'], ['tile'], ['console'], ['dom', 'tile']),
    minutes: fc.option(minutes, { nil: undefined }),
    maxBytes: fc.option(fc.integer({ min: 10_000, max: 1_000_000 }), { nil: undefined }),
  }),
  { maxLength: 3 },
);

describe('planEviction by kinds', () => {
  test('a kind goes exactly where a ring of that kind’s minutes would drop its group', () => {
    fc.assert(
      fc.property(kindred, live, minutes, perKind, (segments, livePageIds, promised, entries) => {
        const policy = { minutes: promised, maxBytes: Infinity, perKind: entries.map((entry) => timesOf(entry)) };
        const plan = planEviction(segments, livePageIds, policy, NOW);
        const whole = new Set(plan.groups.flatMap((group) => group.segments.map(({ key }) => key)));
        const cut = new Map(plan.thinned.map(({ segment, kinds }) => [segment.key, kinds]));
        for (const kind of KINDS) {
          const entry = entries.findLast(({ kinds, minutes: own }) => own !== undefined && hasKind(kinds, kind));
          const alone = { minutes: entry?.minutes ?? promised, maxBytes: Infinity };
          const gone = planEviction(segments, livePageIds, alone, NOW).groups.flatMap((group) => group.segments);
          const expected = gone.filter(({ kinds }) => kinds?.[kind] !== undefined).map(({ key }) => key);
          const actual = segments.filter(
            ({ key, kinds }) => kinds?.[kind] !== undefined && (whole.has(key) || cut.get(key)?.includes(kind)),
          );
          expect(actual.map(({ key }) => key).sort()).toEqual(expected.sort());
        }
      }),
    );
  });

  test('keeps the ceilings, or nothing is left that may go; never touches what is kept', () => {
    fc.assert(
      fc.property(kindred, live, policy, perKind, (segments, livePageIds, chosen, entries) => {
        const plan = planEviction(segments, livePageIds, { ...chosen, perKind: entries.map(cleaned) }, NOW);
        const gone = new Set(plan.groups.flatMap((group) => group.segments.map(({ key }) => key)));
        for (const { segment, kinds } of plan.thinned) {
          expect(gone.has(segment.key)).toBe(false);
          expect(segment.isKept).toBe(false);
          expect(kinds.length).toBeGreaterThan(0);
          for (const kind of kinds) expect(Object.keys(segment.kinds ?? { '*': 1 })).toContain(kind);
        }
        for (const group of plan.groups) expect(group.segments.some(({ isKept }) => isKept)).toBe(false);
        if (plan.bytes <= chosen.maxBytes) return;
        for (const group of groupSegments(segments.filter(({ key }) => !gone.has(key)))) {
          const isNewestOfLive = group.nextAt === undefined && livePageIds.has(group.pageId);
          expect(isNewestOfLive || group.segments.some(({ isKept }) => isKept)).toBe(true);
        }
      }),
    );
  });

  test('live parts go only where the ceiling wants it, after all that nobody sends', () => {
    const part = { waitMs: 0, lengthMs: 60_000, bytes: 100, checkpoint: true, isKept: false };
    const [oldest, ...rest] = layOut('p', [part, part, part]);
    const segments = oldest === undefined ? [] : [{ ...oldest, isLive: true }, ...rest];
    const drop = (maxBytes: number) =>
      planEviction(segments, new Set(['p']), { minutes: 0.1, maxBytes }, NOW).groups.map(
        ({ segments: [segment], isShort }) => [segment?.header.first, isShort],
      );
    expect(drop(250)).toEqual([[1, false]]);
    expect(drop(150)).toEqual([
      [1, false],
      [0, true],
    ]);
  });
});

interface Entry {
  kinds: RecordKind[];
  minutes: number | undefined;
  maxBytes: number | undefined;
}
function hasKind(kinds: readonly string[], kind: string): boolean {
  return kinds.includes(kind);
}
function timesOf({ kinds, minutes: own }: Entry) {
  return own === undefined ? { kinds } : { kinds, minutes: own };
}
function cleaned(entry: Entry) {
  return { ...timesOf(entry), ...(entry.maxBytes === undefined ? {} : { maxBytes: entry.maxBytes }) };
}

describe('pickRange', () => {
  test('takes all that touches the range, and before it only back to the checkpoint', () => {
    fc.assert(
      fc.property(ring, fc.nat(2_000_000), fc.nat(2_000_000), (segments, a, b) => {
        const range = { sessionId: 's', fromAt: NOW - Math.max(a, b), toAt: NOW - Math.min(a, b) };
        const picked = new Set(pickRange(segments, range).map(({ key }) => key));
        for (const group of groupSegments(segments)) {
          const keys = group.segments.map(({ key }) => picked.has(key));
          const touching = group.segments.map(
            ({ header }) => header.lastAt >= range.fromAt && header.firstAt <= range.toAt,
          );
          expect(keys).toEqual(keys.map((_, index) => touching.slice(index).includes(true)));
        }
      }),
    );
  });

  test('other sessions are not meant', () => {
    const segments = layOut('p', [{ waitMs: 0, lengthMs: 1, bytes: 1, checkpoint: true, isKept: false }]);
    expect(pickRange(segments, { sessionId: 'other', fromAt: 0, toAt: NOW })).toEqual([]);
  });
});
