import type { StampedRecord } from 'rewindow/wire';
import type { PageRow, TimelineRecord } from '../api/contract.ts';
import { correctAt } from '../index/clockOffset.ts';
import { pickByRuns, type Run } from '../index/runs.ts';
import type { Filled } from './sheetTexts.ts';
import { compareRecords, isAfter, type Place } from './totalOrder.ts';

/** A segment that a reader may open. Times are corrected. */
export interface SegmentRange {
  pageId: string;
  first: number;
  last: number;
  part?: string | undefined;
  /** Its numbers that count; all where absent. */
  runs?: Run[] | undefined;
  fromAt: number;
  toAt: number;
  offsetMs: number;
}

export interface ReadRequest {
  ranges: SegmentRange[];
  /** Where the last answer ended. */
  after: Place | undefined;
  wants: (record: TimelineRecord) => boolean;
  limit: number;
  /** Ends the answer early, after at least one record. */
  bytesMax: number;
  /** Opens a segment; empty where it can't be read. */
  open: (range: SegmentRange) => Promise<{ records: StampedRecord[]; bytesPerRecord: number }>;
  /** Called for one record after the other, as they go out: what is put in stays out of memory until then. */
  fill: (record: TimelineRecord) => Promise<Filled>;
}

/** Every archived range of the pages, in the order of their beginning. */
export function listRanges(pages: PageRow[]): SegmentRange[] {
  const ranges = pages.flatMap(({ pageId, clockOffsetMs, ranges: own }) =>
    own.map(({ first, last, firstAt, lastAt, part, runs }) => ({
      ...{ pageId, first, last, part, runs },
      fromAt: correctAt(firstAt, clockOffsetMs),
      toAt: correctAt(lastAt, clockOffsetMs),
      offsetMs: clockOffsetMs,
    })),
  );
  return ranges.sort((a, b) => a.fromAt - b.fromAt);
}

/**
 * Reads records of a session in its total order. Segments are opened only when their time has come: a record can go out
 * once every segment that begins before it is open.
 */
export async function readRecords(request: ReadRequest): Promise<{ records: TimelineRecord[]; hasMore: boolean }> {
  const { after, limit, bytesMax, fill } = request;
  const ranges = request.ranges.filter((range) => after === undefined || range.toAt >= after.at);
  const records: TimelineRecord[] = [];
  let waiting: { record: TimelineRecord; bytes: number }[] = [];
  let bytes = 0;
  for (let index = 0; index <= ranges.length; index += 1) {
    const range = ranges[index];
    const isDue = (at: number) => range === undefined || at < range.fromAt;
    let dueCount = 0;
    for (const { record, bytes: size } of waiting) {
      if (!isDue(record.correctedAt)) break;
      if (records.length >= limit) return { records, hasMore: true };
      const filled = await fill(record);
      bytes += size + filled.length;
      if (records.length > 0 && bytes > bytesMax) return { records, hasMore: true };
      records.push(filled.record);
      dueCount += 1;
    }
    waiting = waiting.slice(dueCount);
    if (range) waiting = merge(waiting, await openRange(request, range));
  }
  return { records, hasMore: false };
}

async function openRange({ open, wants, after }: ReadRequest, range: SegmentRange) {
  const { records, bytesPerRecord } = await open(range);
  return (range.runs === undefined ? records : pickByRuns(records, range.runs))
    .map((record) => ({ record: toTimelineRecord(record, range.offsetMs), bytes: bytesPerRecord }))
    .filter(({ record }) => wants(record) && (after === undefined || isAfter(record, after)));
}

function merge<T extends { record: TimelineRecord }>(waiting: T[], added: T[]): T[] {
  return [...waiting, ...added].sort((a, b) => compareRecords(a.record, b.record));
}

function toTimelineRecord(record: StampedRecord, offsetMs: number): TimelineRecord {
  const { kind, at, sequence, tabId, pageId, data } = record;
  return { kind, at, correctedAt: correctAt(at, offsetMs), sequence, tabId, pageId, data };
}
