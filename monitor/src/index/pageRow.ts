import type { PageRow } from '../api/contract.ts';
import type { Schema } from './tables.ts';

type SegmentColumns = Schema['segments'];

/** The archived ranges of each page and the gaps between them, pages in the order of their beginning. */
export function assemblePages(segments: SegmentColumns[], offsets: ReadonlyMap<string, number>): PageRow[] {
  const byPage = new Map<string, SegmentColumns[]>();
  for (const segment of segments) {
    const own = byPage.get(segment.page_id);
    if (own) own.push(segment);
    else byPage.set(segment.page_id, [segment]);
  }
  const pages = [...byPage].map(([pageId, own]) =>
    assemblePage(
      pageId,
      own.sort((a, b) => a.first - b.first),
      offsets.get(pageId) ?? 0,
    ),
  );
  return pages.sort((a, b) => a.firstAt + a.clockOffsetMs - (b.firstAt + b.clockOffsetMs));
}

function assemblePage(pageId: string, segments: SegmentColumns[], clockOffsetMs: number): PageRow {
  const ranges = segments.map((segment) => ({
    first: segment.first,
    last: segment.last,
    firstAt: segment.first_at,
    lastAt: segment.last_at,
    checkpoint: segment.checkpoint === 1,
  }));
  return {
    pageId,
    tabId: segments[0]?.tab_id ?? pageId,
    firstAt: Math.min(...ranges.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(...ranges.map(({ lastAt }) => lastAt)),
    clockOffsetMs,
    ranges,
    gaps: listGaps(ranges),
  };
}

function listGaps(ranges: PageRow['ranges']): PageRow['gaps'] {
  return ranges.flatMap((range, index) => {
    const before = ranges[index - 1];
    if (before === undefined || before.last + 1 >= range.first) return [];
    return [{ first: before.last + 1, last: range.first - 1, fromAt: before.lastAt, toAt: range.firstAt }];
  });
}
