import type { PageRow } from '../api/contract.ts';
import { parseRuns } from './runs.ts';
import type { Schema } from './tables.ts';

type SegmentColumns = Schema['segments'];

/**
 * The archived ranges of each page and the gaps between them, pages in the order of their beginning. A part whose records
 * all are in other segments, too, is left out.
 */
export function assemblePages(segments: SegmentColumns[], offsets: ReadonlyMap<string, number>): PageRow[] {
  const byPage = new Map<string, SegmentColumns[]>();
  for (const segment of segments) {
    if (segment.record_count === 0) continue;
    const own = byPage.get(segment.page_id);
    if (own) own.push(segment);
    else byPage.set(segment.page_id, [segment]);
  }
  const pages = [...byPage].map(([pageId, own]) =>
    assemblePage(
      pageId,
      own.sort((a, b) => a.first - b.first || a.last - b.last || (a.part < b.part ? -1 : 1)),
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
    partial: segment.part !== '',
    ...(segment.part !== '' && { part: segment.part }),
    ...readRuns(segment),
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
  const gaps: PageRow['gaps'] = [];
  let [before] = ranges;
  for (const range of ranges) {
    if (before !== undefined && before.last + 1 < range.first) {
      gaps.push({ first: before.last + 1, last: range.first - 1, fromAt: before.lastAt, toAt: range.firstAt });
    }
    if (before === undefined || range.last > before.last) before = range;
  }
  return gaps;
}

/** Where not every number between first and last is to be read from this segment. */
function readRuns({ owned_json, sequences_json }: SegmentColumns): Pick<PageRow['ranges'][number], 'runs'> {
  const text = owned_json ?? sequences_json;
  return text === null ? {} : { runs: parseRuns(text) };
}
