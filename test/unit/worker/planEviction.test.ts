import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupSegments } from '../../../worker/ring/groups.ts';
import { pickRange } from '../../../worker/ring/pickRange.ts';
import { planEviction, type Evictable } from '../../../worker/ring/planEviction.ts';

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
