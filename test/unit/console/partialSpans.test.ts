import { describe, expect, it } from 'vitest';
import { markPartialSpans } from '../../../monitor/web/model/partialSpans.ts';
import { buildPageStreams } from '../../../monitor/web/model/pageStream.ts';
import { click, START_AT } from './fixtures.ts';

const range = (first: number, last: number, partial: boolean) => ({
  first,
  last,
  firstAt: 0,
  lastAt: 0,
  checkpoint: false,
  partial,
});

describe('markPartialSpans', () => {
  const records = [0, 3, 5, 9, 10].map((sequence) => click({ sequence }));
  const pages = buildPageStreams([...records]);

  it('tells what was sent in part from what is missing', () => {
    const rows = [{ pageId: 'page-1', ranges: [range(0, 5, true), range(9, 10, false)] }];
    const [page] = markPartialSpans(pages, rows, records);
    expect(page?.gaps).toMatchObject([{ first: 6, last: 8 }]);
    expect(page?.partialSpans).toEqual([
      { pageId: 'page-1', fromAt: START_AT, toAt: START_AT + 5_000, missingCount: 3 },
    ]);
  });

  it('joins parts that lie over each other, and leaves whole pages alone', () => {
    const rows = [{ pageId: 'page-1', ranges: [range(0, 5, true), range(3, 10, true)] }];
    const [page] = markPartialSpans(pages, rows, records);
    expect(page?.gaps).toEqual([]);
    expect(page?.partialSpans).toMatchObject([{ missingCount: 6 }]);
    expect(markPartialSpans(pages, [{ pageId: 'page-1', ranges: [range(0, 10, false)] }], records)).toEqual(pages);
  });
});
