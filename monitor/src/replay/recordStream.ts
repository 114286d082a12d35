import type { StampedRecord } from 'rewindow/wire';
import type { PageRow } from '../api/contract.ts';
import { correctAt } from '../index/clockOffset.ts';
import { pickByRuns } from '../index/runs.ts';
import { parseSegment } from '../ingest/parseSegment.ts';
import type { Archive } from '../ports/index.ts';
import { listRanges, type SegmentRange } from './recordReader.ts';
import { compareRecords } from './totalOrder.ts';

/** A record of the archive. `correctedAt` is by the monitor's clock. */
export type StreamedRecord = StampedRecord & {
  correctedAt: number;
  /** Its part of the compressed segment, by its share of the text. */
  bytes: number;
};

export interface StreamRequest {
  archive: Pick<Archive, 'get'>;
  app: string;
  sessionId: string;
  pages: PageRow[];
  /** Segments that are not wanted. */
  skips?: (range: SegmentRange) => boolean;
  /** A segment can't be read; the others are. */
  report?: (error: unknown) => void;
}

/**
 * All records of a session in its total order, in portions. Each segment is opened once, when its time has come, and held no
 * longer than until everything that begins before its end is open.
 */
export async function* streamRecords(request: StreamRequest): AsyncGenerator<StreamedRecord[]> {
  const { pages, skips = () => false } = request;
  const ranges = listRanges(pages).filter((range) => !skips(range));
  let waiting: StreamedRecord[] = [];
  for (let index = 0; index <= ranges.length; index += 1) {
    const range = ranges[index];
    const later = range === undefined ? -1 : waiting.findIndex(({ correctedAt }) => correctedAt >= range.fromAt);
    const dueCount = later === -1 ? waiting.length : later;
    if (dueCount > 0) yield waiting.slice(0, dueCount);
    waiting = waiting.slice(dueCount);
    if (range) waiting = [...waiting, ...(await open(request, range))].sort(compareRecords);
  }
}

async function open(request: StreamRequest, range: SegmentRange): Promise<StreamedRecord[]> {
  const { archive, app, sessionId, report } = request;
  const { pageId, first, last, part } = range;
  try {
    const container = await archive.get({ app, sessionId, pageId, first, last, part });
    if (container === undefined) return [];
    const { records } = await parseSegment(container);
    const lengths = records.map((record) => JSON.stringify(record.data).length + OVERHEAD_LENGTH);
    const bytesPerLetter = container.length / lengths.reduce((sum, length) => sum + length, 0);
    const streamed = records.map((record, index) => ({
      ...record,
      correctedAt: correctAt(record.at, range.offsetMs),
      bytes: bytesPerLetter * (lengths[index] ?? 0),
    }));
    return range.runs === undefined ? streamed : pickByRuns(streamed, range.runs);
  } catch (error) {
    report?.(error);
    return [];
  }
}

/** Kind, time and number of a record, as JSON. */
const OVERHEAD_LENGTH = 50;
