import type { Capture, StampedRecord, Summary } from 'rewindow/wire';
import { describe, expect, it } from 'vitest';
import type { IndexedSegment, SessionIndex } from '../../../../monitor/src/ports/index.ts';
import { consoleLine, makeId, makeIds, number, START_AT, type Ids } from '../core/segments.ts';

function makeIndexed(ids: Ids, first: number, captures: Capture[], app = 'shop'): IndexedSegment {
  const records: StampedRecord[] = number(captures, first).map((record) => ({ ...record, ...ids }));
  const last = first + captures.length - 1;
  const header = {
    version: 1 as const,
    ...ids,
    first,
    last,
    firstAt: START_AT,
    lastAt: START_AT,
    checkpoint: first === 0,
    clockOffsetMs: 0,
    encoding: 'identity' as const,
    inflatedBytes: 2,
  };
  return { app, bytes: 100, records, header };
}

const lines = (count: number, text = 'line') =>
  Array.from({ length: count }, (_, index) => consoleLine(START_AT + index, text));

function makeSummary(ids: Ids, more: Partial<Summary> = {}): Summary {
  return {
    version: 1,
    ...ids,
    at: START_AT,
    clockOffsetMs: 0,
    startedAt: START_AT,
    lastAt: START_AT + 50,
    state: 'running',
    url: 'https://shop.example/',
    userAgent: 'Browser/1',
    counts: {},
    ring: { bytes: 0, segmentCount: 0, isShort: false },
    states: [],
    firedTriggers: [],
    agent: { version: '0.1.0', worker: 'url', storage: 'memory', reasons: ['blocked'] },
    ...more,
  };
}

/** What every index of sessions has to do. */
export function describeSessionIndex(name: string, { create }: { create: () => Promise<SessionIndex> }): void {
  describe(`session index: ${name}`, () => {
    it('takes a segment twice and counts it once', async () => {
      const index = await create();
      const ids = makeIds();
      const segment = makeIndexed(ids, 0, lines(5));
      await index.putSegment(segment);
      await index.putSegment(segment);
      await index.putSegment(makeIndexed(ids, 5, lines(3)));
      expect(await index.getSession(ids.sessionId)).toMatchObject({ archivedRecordCount: 8, archivedBytes: 200 });
      expect(await index.hasSegment({ pageId: ids.pageId, first: 0, last: 4 })).toBe(true);
      expect(await index.hasSegment({ pageId: ids.pageId, first: 0, last: 3 })).toBe(false);
      expect(await index.countSessions()).toEqual(new Map([['shop', 1]]));
    });

    it('finds ranges that overlap, itself not among them', async () => {
      const index = await create();
      const ids = makeIds();
      await index.putSegment(makeIndexed(ids, 0, lines(5)));
      await index.putSegment(makeIndexed(ids, 10, lines(5)));
      const find = (first: number, last: number) => index.findOverlaps(ids.pageId, first, last);
      expect(await find(0, 4)).toEqual([]);
      expect(await find(5, 9)).toEqual([]);
      expect(await find(4, 10)).toEqual([
        { first: 0, last: 4 },
        { first: 10, last: 14 },
      ]);
      expect(await find(11, 12)).toEqual([{ first: 10, last: 14 }]);
      expect(await index.findOverlaps(makeId(), 0, 100)).toEqual([]);
    });

    it('knows who a page and a session belong to', async () => {
      const index = await create();
      const [one, two] = [makeIds(), makeIds()];
      await index.putSegment(makeIndexed(one, 0, lines(1)));
      await index.putSummary('other', makeSummary(two));
      const owner = { app: 'shop', sessionId: one.sessionId };
      expect(await index.findOwner({ pageId: one.pageId, sessionId: makeId() })).toEqual(owner);
      expect(await index.findOwner({ pageId: makeId(), sessionId: one.sessionId })).toEqual(owner);
      // The page counts for more than the session.
      const mixed = await index.findOwner({ pageId: two.pageId, sessionId: one.sessionId });
      expect(mixed).toEqual({ app: 'other', sessionId: two.sessionId });
      expect(await index.findOwner(makeIds())).toBeUndefined();
    });

    it('keeps the newest summary of each page, whatever the order of their coming', async () => {
      const index = await create();
      const ids = makeIds();
      const other = { ...ids, pageId: makeId() };
      await index.putSummary(
        'shop',
        makeSummary(ids, { at: START_AT + 2, url: 'https://shop.example/new', user: 'jane' }),
      );
      await index.putSummary('shop', makeSummary(ids, { at: START_AT + 1, url: 'https://shop.example/old' }));
      await index.putSummary('shop', makeSummary(other, { at: START_AT, counts: { error: 3, networkFailed: 2 } }));
      const summaries = await index.listSummaries(ids.sessionId);
      expect(summaries.map(({ url }) => url)).toEqual(['https://shop.example/new', 'https://shop.example/']);
      expect(await index.getSession(ids.sessionId)).toMatchObject({
        url: 'https://shop.example/new',
        user: 'jane',
        pageCount: 2,
        errorCount: 3,
        failedRequestCount: 2,
      });
    });

    it('does not count twice what summary and segments both tell', async () => {
      const index = await create();
      const ids = makeIds();
      const failure: Capture = { kind: 'error', at: START_AT, data: { type: 'error', name: 'E', message: 'm' } };
      const fired: Capture = { kind: 'trigger', at: START_AT, data: { trigger: 'refused', revision: 1 } };
      await index.putSummary('shop', makeSummary(ids, { counts: { error: 2 }, firedTriggers: ['refused', 'slow'] }));
      await index.putSegment(makeIndexed(ids, 0, [failure, fired]));
      const found = await index.getSession(ids.sessionId);
      expect(found).toMatchObject({ errorCount: 2, firedTriggers: ['refused', 'slow'], pageCount: 1 });
    });

    it('corrects times by the page clock', async () => {
      const index = await create();
      const ids = makeIds();
      await index.putSummary('shop', makeSummary(ids, { clockOffsetMs: 5_000 }));
      expect(await index.getSession(ids.sessionId)).toMatchObject({
        startedAt: START_AT + 5_000,
        lastAt: START_AT + 5_050,
      });
    });

    it('survives clocks out of this world', async () => {
      const index = await create();
      const ids = makeIds();
      await index.putSummary('shop', makeSummary(ids, { clockOffsetMs: 1e300 }));
      expect((await index.getSession(ids.sessionId))?.startedAt).toBe(8.64e15);
      await index.putSummary('shop', makeSummary(makeIds(), { clockOffsetMs: -1e300 }));
      expect((await index.searchSessions({})).sessions).toHaveLength(2);
    });

    it('forgets a session, or all segments', async () => {
      const index = await create();
      const [one, two] = [makeIds(), makeIds()];
      for (const ids of [one, two]) {
        await index.putSegment(makeIndexed(ids, 0, lines(2, 'needle')));
        await index.putSummary('shop', makeSummary(ids));
      }
      const find = async () => (await index.searchSessions({ text: 'needle' })).sessions.map((row) => row.sessionId);
      await index.removeSession(one.sessionId);
      expect(await find()).toEqual([two.sessionId]);
      expect([await index.getSession(one.sessionId), await index.listPages(one.sessionId)]).toEqual([undefined, []]);
      await index.removeAllSegments();
      expect(await find()).toEqual([]);
      expect(await index.getSession(two.sessionId)).toMatchObject({
        archivedRecordCount: 0,
        url: 'https://shop.example/',
      });
      await index.putSegment(makeIndexed(two, 0, lines(2, 'needle')));
      expect(await find()).toEqual([two.sessionId]);
    });

    it('remembers what was erased', async () => {
      const index = await create();
      const { sessionId } = makeIds();
      expect(await index.isErased(sessionId)).toBe(false);
      for (const _ of [1, 2]) await index.markErased('shop', sessionId);
      expect(await index.isErased(sessionId)).toBe(true);
    });

    it('takes as many records as a segment holds', async () => {
      const index = await create();
      const ids = makeIds();
      await index.putSegment(makeIndexed(ids, 0, lines(20_000, 'many')));
      expect(await index.getSession(ids.sessionId)).toMatchObject({ archivedRecordCount: 20_000 });
    });
  });
}
