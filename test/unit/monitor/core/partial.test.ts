import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageRow, TimelineRecord } from '../../../../monitor/src/api/contract.ts';
import { openStores } from '../../../../monitor/src/boot/stores.ts';
import { reindex } from '../../../../monitor/src/boot/reindex.ts';
import { createIngest } from '../../../../monitor/src/ingest/ingest.ts';
import { createInProcessLog } from '../../../../monitor/src/log/inProcessLog.ts';
import { APP, logIn, sendSegment, useMonitors } from './monitors.ts';
import { consoleLine, makeIds, makeSegment, START_AT, type Ids } from './segments.ts';
import type { Capture, Record } from 'rewindow/wire';

const monitors = useMonitors();

/** What the page captured under this number: every third is an error. */
function recordOf(sequence: number): Record {
  const at = START_AT + Math.floor(sequence / 2);
  const error: Capture = {
    kind: 'error',
    at,
    data: { type: 'error', name: 'E', message: `needle${String(sequence)}` },
  };
  return { ...(sequence % 3 === 0 ? error : consoleLine(at, `line ${String(sequence)}`)), sequence };
}

function makePart(ids: Ids, sequences: number[]): Uint8Array {
  const [first = 0, last = first] = [sequences[0], sequences.at(-1)];
  return makeSegment({ ids, records: sequences.map(recordOf), header: { first, last, isPartial: true } });
}

function makeWhole(ids: Ids, first: number, last: number): Uint8Array {
  const sequences = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return makeSegment({ ids, records: sequences.map(recordOf), header: { first, last } });
}

interface Reply {
  records: TimelineRecord[];
  nextCursor: string | null;
}

describe('partial segments', () => {
  it('are stored beside each other and beside the whole one, each once', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    const send = async (bytes: Uint8Array) => (await sendSegment(monitor, bytes)).json();
    expect(await send(makePart(ids, [0, 4, 9]))).toMatchObject({ status: 'stored' });
    expect(await send(makePart(ids, [0, 4, 9]))).toMatchObject({ status: 'duplicate' });
    expect(await send(makePart(ids, [0, 5, 9]))).toMatchObject({ status: 'stored' });
    expect(await send(makePart(ids, [4, 5]))).toMatchObject({ status: 'stored' });
    await monitor.settled();
    const operator = await logIn(monitor);
    const url = `/v1/sessions/${ids.sessionId}`;
    const read = async () => {
      const { records } = (await operator.get(`${url}/records`)).json<Reply>();
      return records.map(({ sequence }) => sequence);
    };
    expect(await read()).toEqual([0, 4, 5, 9]);
    const before = (await operator.get(url)).json<{ session: { archivedRecordCount: number }; pages: PageRow[] }>();
    expect(before.session).toMatchObject({ archivedRecordCount: 4, errorCount: 2 });
    expect(before.pages[0]?.ranges.map(({ first, last, partial }) => [first, last, partial])).toEqual([
      [0, 9, true],
      [0, 9, true],
    ]);
    expect(await send(makeWhole(ids, 0, 9))).toMatchObject({ status: 'stored' });
    expect(await send(makePart(ids, [1, 2]))).toMatchObject({ status: 'stored' });
    await monitor.settled();
    expect(await read()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const after = (await operator.get(url)).json<{ session: object; pages: PageRow[] }>();
    expect(after.session).toMatchObject({ archivedRecordCount: 10, errorCount: 4 });
    expect(after.pages[0]?.ranges.map(({ first, last, partial }) => [first, last, partial])).toEqual([[0, 9, false]]);
    expect((await operator.get('/v1/sessions?error=needle9')).json().sessions).toHaveLength(1);
  });

  it.each([
    ['falling', [0, 2, 1, 3], { last: 3 }],
    ['twice the same', [0, 2, 2, 3], { last: 3 }],
    ['beyond the last', [0, 2, 5], { last: 3 }],
    ['without the first', [1, 3], { first: 0, last: 3 }],
    ['without the last', [0, 2], { last: 3 }],
    ['none', [], { last: 3 }],
  ])('are refused with numbers %s', async (_name, sequences, header) => {
    const monitor = await monitors.start();
    const bytes = makeSegment({
      ids: makeIds(),
      records: sequences.map(recordOf),
      header: { isPartial: true, ...header },
    });
    const reply = await sendSegment(monitor, bytes);
    expect([reply.statusCode, reply.json().error.code]).toEqual([422, 'segment_out_of_order']);
  });

  it('show the gaps between segments, not those that a part leaves', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    for (const bytes of [makePart(ids, [0, 4]), makePart(ids, [2, 3]), makeWhole(ids, 8, 9)]) {
      await sendSegment(monitor, bytes);
    }
    await monitor.settled();
    const operator = await logIn(monitor);
    const { pages } = (await operator.get(`/v1/sessions/${ids.sessionId}`)).json<{ pages: PageRow[] }>();
    expect(pages[0]?.gaps.map(({ first, last }) => [first, last])).toEqual([[5, 7]]);
  });

  it('go with their session, and come back by reindexing and recovery', async () => {
    const folder = path.join(await monitors.makeFolder(), 'stores');
    const ids = makeIds();
    const stores = await openStores({ dataDir: folder });
    const log = createInProcessLog({ report: () => undefined });
    const ingest = createIngest({ ...stores, log, onSegment: () => Promise.resolve() });
    await ingest.storeSegment(APP, makePart(ids, [1, 5, 7]));
    await ingest.storeSegment(APP, makeWhole(ids, 0, 6));
    await log.settled();
    const deps = { ...stores, progress: () => undefined, report: () => undefined };
    expect(await reindex(deps)).toBe(2);
    expect(await stores.index.getSession(ids.sessionId)).toMatchObject({ archivedRecordCount: 8 });
    expect(await ingest.recover()).toBe(0);
    await stores.index.removeSession(ids.sessionId);
    expect(await ingest.recover()).toBe(2);
    await log.settled();
    expect(await stores.index.getSession(ids.sessionId)).toMatchObject({ archivedRecordCount: 8 });
    expect(await stores.archive.removeSession(APP, ids.sessionId)).toBe(2);
    await stores.close();
  });

  const COUNT = 30;
  /** Whole segments never overlap; parts lie anywhere within them. */
  const arrivals = fc
    .record({
      cuts: fc.uniqueArray(fc.integer({ min: 1, max: COUNT - 1 }), { maxLength: 3 }),
      parts: fc.array(
        fc.record({ segment: fc.nat(3), numbers: fc.uniqueArray(fc.nat(COUNT - 1), { minLength: 1, maxLength: 8 }) }),
        { maxLength: 5 },
      ),
      wholes: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    })
    .map(({ cuts, parts, wholes }) => {
      const bounds = [0, ...cuts.sort((a, b) => a - b), COUNT];
      const spans = bounds.slice(1).map((end, index) => [bounds[index] ?? 0, end - 1] as const);
      const cutOut = parts.flatMap(({ segment, numbers }) => {
        const [first, last] = spans[segment % spans.length] ?? [0, 0];
        const own = numbers.filter((number) => number >= first && number <= last).sort((a, b) => a - b);
        return own.length === 0 ? [] : [own];
      });
      return { parts: cutOut, wholes: spans.filter((_, index) => wholes[index]) };
    });

  it('each record is read, counted and told once, whatever came in whatever order', async () => {
    const stores = await openStores({ dataDir: path.join(await monitors.makeFolder(), 'stores') });
    await fc.assert(
      fc.asyncProperty(arrivals, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), async (given, dice) => {
        const ids = makeIds();
        const told: number[] = [];
        const log = createInProcessLog({ report: () => undefined });
        const onSegment = ({ records }: { records: { sequence: number }[] }) =>
          Promise.resolve(void told.push(...records.map(({ sequence }) => sequence)));
        const ingest = createIngest({ ...stores, log, onSegment });
        const wholes = given.wholes.map(([first, last]) => ({ bytes: makeWhole(ids, first, last), first, last }));
        const parts = given.parts.map((numbers) => ({ bytes: makePart(ids, numbers), numbers }));
        const all = [...wholes, ...parts]
          .map(({ bytes }) => ({ bytes, place: dice.next().value }))
          .sort((a, b) => a.place - b.place);
        for (const { bytes } of all) await ingest.storeSegment(APP, bytes);
        await log.settled();
        const expected = Array.from({ length: COUNT }, (_, number) => number).filter(
          (number) =>
            given.wholes.some(([first, last]) => number >= first && number <= last) ||
            given.parts.some((numbers) => numbers.includes(number)),
        );
        expect(told.sort((a, b) => a - b)).toEqual(expected);
        const session = await stores.index.getSession(ids.sessionId);
        expect(session?.archivedRecordCount ?? 0).toBe(expected.length);
        expect(session?.errorCount ?? 0).toBe(expected.filter((number) => number % 3 === 0).length);
        const [page] = await stores.index.listPages(ids.sessionId);
        const read = (page?.ranges ?? []).flatMap(({ first, last, runs = [[first, last]] }) =>
          runs.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index)),
        );
        expect(read.sort((a, b) => a - b)).toEqual(expected);
        for (const gap of page?.gaps ?? []) {
          expect(expected.some((number) => number >= gap.first && number <= gap.last)).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
    await stores.close();
  }, 60_000);
});
