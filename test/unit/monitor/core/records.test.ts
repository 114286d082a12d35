import fc from 'fast-check';
import type { TimelineRecord } from '../../../../monitor/src/api/contract.ts';
import { listRanges, readRecords } from '../../../../monitor/src/replay/recordReader.ts';
import { compareRecords, encodePlace, parsePlace, toPlace } from '../../../../monitor/src/replay/totalOrder.ts';
import { describe, expect, it } from 'vitest';
import { logIn, sendSegment, useMonitors } from './monitors.ts';
import { consoleLine, makeId, makeIds, makeLines, makeSegment, number, START_AT } from './segments.ts';

const monitors = useMonitors();

interface Reply {
  records: TimelineRecord[];
  nextCursor: string | null;
}

describe('GET /v1/sessions/:id/records', () => {
  it('orders pages with different clocks by the monitor clock and gives the same in pieces', async () => {
    const monitor = await monitors.start();
    const one = makeIds();
    const two = { ...one, pageId: makeId(), tabId: makeId() };
    // The second page's device clock is an hour late.
    await sendSegment(monitor, makeLines(one, 0, 9));
    const captures = Array.from({ length: 10 }, (_, index) =>
      consoleLine(START_AT - 3_600_000 + 500 + index * 1_000, 'two'),
    );
    await sendSegment(
      monitor,
      makeSegment({ ids: two, records: number(captures), header: { clockOffsetMs: 3_600_000 } }),
    );
    await monitor.settled();
    const operator = await logIn(monitor);
    const url = `/v1/sessions/${one.sessionId}/records`;
    const whole = (await operator.get(url)).json<Reply>();
    expect(whole.nextCursor).toBeNull();
    expect(whole.records.map(({ correctedAt }) => correctedAt - START_AT)).toEqual(
      Array.from({ length: 20 }, (_, index) => index * 500),
    );
    const pieces: TimelineRecord[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const piece: Reply = (await operator.get(`${url}?limit=3${cursor && `&cursor=${cursor}`}`)).json<Reply>();
      expect(piece.records.length).toBeLessThanOrEqual(3);
      pieces.push(...piece.records);
      cursor = piece.nextCursor;
    }
    expect(pieces).toEqual(whole.records);
    const page = (await operator.get(`${url}?page=${two.pageId}&kinds=console,error`)).json<Reply>();
    expect(page.records).toHaveLength(10);
    expect((await operator.get(`${url}?kinds=error`)).json<Reply>().records).toEqual([]);
  });

  it.each(['kinds=nonsense', 'limit=0', 'limit=x', 'cursor=1_2_3', 'cursor=', 'page=1'])(
    'refuses %s',
    async (query) => {
      const monitor = await monitors.start();
      const ids = makeIds();
      await sendSegment(monitor, makeLines(ids, 0, 1));
      await monitor.settled();
      const operator = await logIn(monitor);
      const reply = await operator.get(`/v1/sessions/${ids.sessionId}/records?${query}`);
      expect([reply.statusCode, reply.json().error.code]).toEqual([400, 'bad_request']);
    },
  );

  it('uses the first correction that a page has learned for all its records', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    await sendSegment(monitor, makeLines(ids, 0, 1));
    await sendSegment(monitor, makeLines(ids, 2, 3, { clockOffsetMs: -250 }));
    await sendSegment(monitor, makeLines(ids, 4, 5, { clockOffsetMs: 90 }));
    await monitor.settled();
    const operator = await logIn(monitor);
    const { records } = (await operator.get(`/v1/sessions/${ids.sessionId}/records`)).json<Reply>();
    expect(records.map(({ at, correctedAt }) => correctedAt - at)).toEqual(Array(6).fill(-250));
  });
});

describe('the total order', () => {
  const pageIds = [makeId(), makeId(), makeId()];
  const segment = fc.record({ page: fc.nat(2), times: fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }) });
  const session = fc.record({
    segments: fc.array(segment, { maxLength: 10 }),
    offsets: fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)),
  });

  it('is that of a sort over everything, whatever the segments and the size of the pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        session,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 400 }),
        async (given, limit, bytesMax) => {
          const { pages, stored } = assemble(given, pageIds);
          const expected = [...stored.values()].flat().sort(compareRecords);
          const actual: TimelineRecord[] = [];
          for (let after, hasMore = true; hasMore;) {
            const piece = await readRecords({
              ranges: listRanges(pages),
              after,
              limit,
              bytesMax,
              wants: () => true,
              fill: (record) => Promise.resolve({ record, length: record.sequence % 3 }),
              open: ({ pageId, first }) =>
                Promise.resolve({
                  records: (stored.get(`${pageId} ${String(first)}`) ?? []).map(({ correctedAt: _, ...record }) => ({
                    ...record,
                    kind: 'mark',
                    data: { name: '' },
                    sessionId: pageId,
                  })),
                  bytesPerRecord: 60,
                }),
            });
            if (piece.hasMore) expect(piece.records.length).toBeGreaterThan(0);
            actual.push(...piece.records);
            const last = actual.at(-1);
            after = last && parsePlace(encodePlace(toPlace(last)));
            hasMore = piece.hasMore;
          }
          expect(actual).toEqual(expected);
        },
      ),
    );
  });
});

/** Pages as the index lists them, and the records of each segment by page and first sequence. */
function assemble(given: { segments: { page: number; times: number[] }[]; offsets: number[] }, pageIds: string[]) {
  const stored = new Map<string, TimelineRecord[]>();
  const pages = pageIds.map((pageId, page) => {
    const clockOffsetMs = given.offsets[page] ?? 0;
    let next = 0;
    const ranges = given.segments
      .filter((segment) => segment.page === page)
      .map(({ times }) => {
        const first = next;
        next += times.length;
        stored.set(
          `${pageId} ${String(first)}`,
          times.map((at, index) => ({
            kind: 'mark',
            at,
            correctedAt: at + clockOffsetMs,
            sequence: first + index,
            pageId,
            tabId: pageId,
            data: { name: '' },
          })),
        );
        const range = { first, last: next - 1, checkpoint: false, partial: false };
        return { ...range, firstAt: Math.min(...times), lastAt: Math.max(...times) };
      });
    return { pageId, tabId: pageId, firstAt: 0, lastAt: 0, clockOffsetMs, ranges, gaps: [] };
  });
  return { pages, stored };
}
