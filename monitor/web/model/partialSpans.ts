import type { PageRow } from '../../src/api/contract.ts';
import type { Gap, PageStream } from './pageStream.ts';
import type { SessionRecord } from './sessionRecord.ts';

/** Where only some of the records were sent: what is missing there was not asked for, or was dropped before. */
export interface PartialSpan {
  pageId: string;
  fromAt: number;
  toAt: number;
  missingCount: number;
}

/** The pages with gaps apart from spans that are archived in part: both lack records, but only gaps by accident. */
export function markPartialSpans(
  pages: readonly PageStream[],
  rows: readonly Pick<PageRow, 'pageId' | 'ranges'>[],
  records: readonly SessionRecord[],
): PageStream[] {
  return pages.map((page) => {
    const ranges = joinRanges(rows.find(({ pageId }) => pageId === page.pageId)?.ranges ?? []);
    if (ranges.length === 0) return page;
    const own = records.filter(({ pageId }) => pageId === page.pageId);
    const isWithin = (gap: Gap): boolean => ranges.some(({ first, last }) => gap.first >= first && gap.last <= last);
    const partialSpans = ranges.flatMap((range) => toSpan(range, page, own));
    return { ...page, gaps: page.gaps.filter((gap) => !isWithin(gap)), partialSpans };
  });
}

interface Range {
  first: number;
  last: number;
}

/** Partial ranges that touch or lie over each other are one. */
function joinRanges(ranges: PageRow['ranges']): Range[] {
  const joined: Range[] = [];
  const partial = ranges.filter((range) => range.partial).sort((one, other) => one.first - other.first);
  for (const { first, last } of partial) {
    const before = joined.at(-1);
    if (before && first <= before.last + 1) before.last = Math.max(before.last, last);
    else joined.push({ first, last });
  }
  return joined;
}

function toSpan({ first, last }: Range, page: PageStream, records: readonly SessionRecord[]): PartialSpan[] {
  const times = records
    .filter(({ sequence }) => sequence >= first && sequence <= last)
    .map((record) => record.correctedAt);
  const missing = page.gaps.filter((gap) => gap.first >= first && gap.last <= last);
  const missingCount = missing.reduce((sum, gap) => sum + gap.last - gap.first + 1, 0);
  if (times.length === 0 || missingCount === 0) return [];
  const fromAt = times.reduce((least, at) => Math.min(least, at), Infinity);
  const toAt = times.reduce((most, at) => Math.max(most, at), -Infinity);
  return [{ pageId: page.pageId, fromAt, toAt, missingCount }];
}
