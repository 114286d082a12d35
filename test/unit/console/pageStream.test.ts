import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPageStreams, findGaps } from '../../../monitor/web/model/pageStream.ts';
import { stageNotes } from '../../../monitor/web/model/stageNotes.ts';
import { click, domRecord, START_AT } from './fixtures.ts';

const META = 4;
const FULL = 2;
const CHANGE = 3;
const dom = (sequence: number, type: number, more = {}) => domRecord({ sequence, ...more }, type);

describe('buildPageStreams', () => {
  it("starts at the first checkpoint and counts what it can't draw", () => {
    const [page] = buildPageStreams([dom(0, CHANGE), dom(1, CHANGE), dom(2, META), dom(3, FULL), dom(4, CHANGE)]);
    expect(page?.events.map(({ type }) => type)).toEqual([META, FULL, CHANGE]);
    expect(page?.skippedCount).toBe(2);
    expect(page?.pictureFromAt).toBe(START_AT + 2_000);
  });

  it('stops drawing at a gap and goes on at the next checkpoint', () => {
    const records = [
      dom(0, META),
      dom(1, FULL),
      dom(2, CHANGE),
      dom(5, CHANGE),
      dom(6, META),
      dom(7, FULL),
      dom(8, CHANGE),
    ];
    const [page] = buildPageStreams(records);
    expect(page?.events.map(({ timestamp }) => (timestamp - START_AT) / 1_000)).toEqual([0, 1, 2, 6, 7, 8]);
    expect(page?.skippedCount).toBe(1);
    expect(page?.blindSpans).toEqual([{ fromAt: START_AT + 2_000, toAt: START_AT + 6_000 }]);
    expect(page?.gaps).toMatchObject([{ first: 3, last: 4 }]);
  });

  it('is blind to the end where no checkpoint follows a gap', () => {
    const [page] = buildPageStreams([dom(0, META), dom(1, FULL), dom(4, CHANGE), dom(5, CHANGE)]);
    expect(page?.blindSpans).toEqual([{ fromAt: START_AT + 1_000, toAt: START_AT + 5_000 }]);
  });

  it('says where only checkpoints were taken', () => {
    const say = (sequence: number, code: string, message: string) => ({
      ...domRecord({ sequence }, META),
      ...({ kind: 'agent', data: { code, message } } as const),
    });
    const records = [
      ...[dom(0, META), dom(1, FULL), say(2, 'capture_reduced', 'coarse: 9 changes')],
      ...[say(3, 'capture_reduced', 'checkpoints: 9 changes'), dom(4, META), dom(5, FULL)],
      ...[say(6, 'capture_restored', 'coarse: 1 changes'), say(7, 'capture_restored', 'full: 1 changes')],
    ];
    const [page] = buildPageStreams(records);
    expect(page?.reducedSpans).toEqual([{ fromAt: START_AT + 3_000, toAt: START_AT + 6_000 }]);
    const [cut] = buildPageStreams(records.slice(0, 6));
    expect(cut?.reducedSpans).toMatchObject([{ fromAt: START_AT + 3_000 }]);
  });

  it('says how many style sheets are missing, and nothing where none is', () => {
    const without = (sequence: number, sheetsMissing: number) => {
      const record = dom(sequence, FULL);
      if (record.kind !== 'dom') throw new Error('another kind');
      return { ...record, data: { ...record.data, sheetsMissing } };
    };
    const loaded = { loadedCount: 3, totalCount: 3, unreadableCount: 0, isLoading: false, error: undefined };
    const textsOf = (records: Parameters<typeof buildPageStreams>[0]) =>
      stageNotes(buildPageStreams(records)[0], loaded).map(({ text }) => text);
    expect(textsOf([dom(0, META), without(1, 3), without(2, 1)])).toContain('3 style sheets missing');
    expect(textsOf([dom(0, META), dom(1, FULL)]).join()).not.toContain('style sheet');
  });

  it('has no picture without a full snapshot', () => {
    const [page] = buildPageStreams([dom(0, META), dom(1, CHANGE)]);
    expect(page?.events).toEqual([]);
    expect(page?.pictureFromAt).toBeUndefined();
    expect(page?.skippedCount).toBe(2);
  });

  it('shifts events by the clock correction of their record', () => {
    const [page] = buildPageStreams([dom(0, META, { offsetMs: 1_830 }), dom(1, FULL, { offsetMs: 1_830 })]);
    expect(page?.events[0]?.timestamp).toBe(START_AT + 1_830);
  });

  it('keeps pages apart, ordered by their beginning, named by navigation or summary', () => {
    const late = click({ sequence: 0, pageId: 'page-2', at: START_AT + 9_000 });
    const early = click({ sequence: 0, pageId: 'page-1', at: START_AT });
    const pages = buildPageStreams([late, early], [{ pageId: 'page-2', url: 'https://a.example/b', title: 'B' }]);
    expect(pages.map(({ pageId, url }) => [pageId, url])).toEqual([
      ['page-1', undefined],
      ['page-2', 'https://a.example/b'],
    ]);
  });

  it('never lets timestamps fall, whatever the clocks did', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 2 }), (times) => {
        const records = times.map((at, sequence) =>
          domRecord({ sequence, at }, sequence === 0 ? META : sequence === 1 ? FULL : CHANGE),
        );
        const [page] = buildPageStreams(records);
        const stamps = page?.events.map(({ timestamp }) => timestamp) ?? [];
        expect(stamps).toHaveLength(times.length);
        expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
      }),
    );
  });
});

it('findGaps names exactly the numbers that are missing', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(40), { minLength: 1 }), (numbers) => {
      const known = numbers.sort((a, b) => a - b);
      const gaps = findGaps(known.map((sequence) => click({ sequence })));
      const missing = gaps.flatMap(({ first, last }) =>
        Array.from({ length: last - first + 1 }, (_, index) => first + index),
      );
      const [least = 0] = known;
      const all = Array.from({ length: (known.at(-1) ?? 0) - least + 1 }, (_, index) => least + index);
      expect([...missing, ...known].sort((a, b) => a - b)).toEqual(all);
    }),
  );
});
