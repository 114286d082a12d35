import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unpackRecord, type Capture } from 'rewindow/wire';
import { assembleDrafts, DRAFT_SIZE_MAX, splitDraft } from '../../../worker/segment/assembleDrafts.ts';
import { emptyPage, stampBatch } from '../../../worker/stamp/stampBatch.ts';

const IDS = { sessionId: 's', tabId: 't', pageId: 'p' };
const capture: fc.Arbitrary<Capture> = fc.oneof(
  fc.record({ kind: fc.constant('mark' as const), at: fc.nat(), data: fc.record({ name: fc.string() }) }),
  fc.record({
    kind: fc.constant('dom' as const),
    at: fc.nat(),
    data: fc.record({
      event: fc.record({ type: fc.nat(6), timestamp: fc.nat(), data: fc.jsonValue() }),
      checkpoint: fc.constantFrom(true as const, undefined),
    }) as fc.Arbitrary<never>,
  }),
);
const batches = fc.array(fc.array(capture, { maxLength: 8 }), { maxLength: 8 });

function stampAll(all: Capture[][]) {
  let page = emptyPage(IDS, 0, 0);
  const rows = all.flatMap((captures) => {
    const stamped = stampBatch(page, captures);
    page = stamped.page;
    return stamped.rows;
  });
  return { page, rows };
}

describe('stamping and cutting', () => {
  test('whatever the batches: numbers without gaps in order of arrival, and nothing is lost', () => {
    fc.assert(
      fc.property(batches, (all) => {
        const { page, rows } = stampAll(all);
        const texts = assembleDrafts(rows).flatMap(({ records }) => records);
        const records: unknown[] = texts.map((text) => JSON.parse(text));
        const expected = all.flat().map((one, sequence): unknown => JSON.parse(JSON.stringify({ ...one, sequence })));
        expect(records).toEqual(expected);
        expect(page.nextSequence).toBe(expected.length);
      }),
    );
  });

  test('changes of the DOM are packed, each by itself; the kind still stands first', () => {
    const change = { source: 0, removes: [], adds: [], texts: [{ id: 7, value: 'new' }], attributes: [] };
    const one: Capture = { kind: 'dom', at: 5, data: { event: { type: 3, data: change, timestamp: 5 } } };
    const texts = stampAll([[one], [one, one]]).rows.flatMap(({ records }) => records);
    const packed = '{"kind":"dom","at":5,"data":{"packed":[1,{"type":3,"data":{"source":0}},[],[],[7,"new"],[]]}';
    expect(texts).toEqual([0, 1, 2].map((sequence) => `${packed},"sequence":${String(sequence)}}`));
    const unpacked = texts.map((text) => unpackRecord(JSON.parse(text), { valueCount: 100 }));
    expect(unpacked).toEqual([0, 1, 2].map((sequence) => ({ ...one, sequence })));
  });

  test('a draft begins at each checkpoint and holds none inside; its times span its records', () => {
    fc.assert(
      fc.property(batches, (all) => {
        for (const draft of assembleDrafts(stampAll(all).rows)) {
          const own = all.flat().slice(draft.first, draft.first + draft.records.length);
          const marks = own.map((one) => one.kind === 'dom' && one.data.checkpoint === true);
          expect(marks[0]).toBe(draft.checkpoint);
          expect(marks.slice(1)).not.toContain(true);
          expect(draft.firstAt).toBe(Math.min(...own.map(({ at }) => at)));
          expect(draft.lastAt).toBe(Math.max(...own.map(({ at }) => at)));
        }
      }),
    );
  });

  test('drafts don’t grow without end', () => {
    const big = Array.from({ length: 30 }, (): Capture[] => [
      { kind: 'mark', at: 1, data: { name: 'x'.repeat(99_000) } },
    ]);
    const drafts = assembleDrafts(stampAll(big).rows);
    expect(drafts.length).toBeGreaterThan(2);
    for (const { size } of drafts) expect(size).toBeLessThanOrEqual(DRAFT_SIZE_MAX);
  });

  test('rows that don’t follow each other are not joined', () => {
    const { rows } = stampAll([1, 2, 3].map((at) => [{ kind: 'mark', at, data: { name: '' } }]));
    expect(assembleDrafts(rows.filter(({ first }) => first !== 1)).map(({ first }) => first)).toEqual([0, 2]);
  });

  test('halves hold together what the whole held; one record can’t be halved', () => {
    const { rows } = stampAll([[1, 2, 3].map((at) => ({ kind: 'mark', at, data: { name: '' } }))]);
    const [draft] = assembleDrafts(rows);
    if (draft === undefined) throw new Error('no draft');
    const [head, tail] = splitDraft({ ...draft, checkpoint: true }) ?? [];
    expect([head?.first, head?.records.length, head?.checkpoint]).toEqual([0, 2, true]);
    expect([tail?.first, tail?.records.length, tail?.checkpoint]).toEqual([2, 1, false]);
    expect(splitDraft({ ...draft, records: ['{}'] })).toBeUndefined();
  });

  test('a page that has said that it leaves has left, until it is back', () => {
    const page = (type: 'leave' | 'return' | 'hidden'): Capture => ({ kind: 'page', at: 1, data: { type } });
    expect(stampAll([[page('leave')]]).page.hasLeft).toBe(true);
    expect(stampAll([[page('leave')], [page('return')]]).page.hasLeft).toBe(false);
    expect(stampAll([[page('hidden')]]).page.hasLeft).toBe(false);
  });
});
