import type { PageRow, RecordsReply } from '../../src/api/contract.ts';
import { alignClocks, parseSessionRecords, type SessionRecord } from '../model/sessionRecord.ts';

/** What is loaded of a session so far. */
export interface LoadedRecords {
  /** In the session's total order. */
  records: SessionRecord[];
  /** Of `totalCount` archived records. */
  loadedCount: number;
  totalCount: number;
  unreadableCount: number;
  isLoading: boolean;
  error: unknown;
}

export const NOTHING_LOADED: LoadedRecords = {
  records: [],
  loadedCount: 0,
  totalCount: 0,
  unreadableCount: 0,
  isLoading: false,
  error: undefined,
};

export interface RecordLoaderDeps {
  fetchRecords(query: { page: string; cursor?: string; limit: string }, signal: AbortSignal): Promise<RecordsReply>;
  onChange(loaded: LoadedRecords): void;
}

export interface RecordLoader {
  /** What the monitor has now. Pages that have changed are loaded (again), the others stay. */
  update(pages: readonly PageRow[]): void;
  stop(): void;
}

/** One answer of the monitor, with the cursor that it was asked by, so that a grown page is continued from its end. */
interface Chunk {
  cursor: string | undefined;
  records: SessionRecord[];
  unreadableCount: number;
}
interface PageLoad {
  row: PageRow;
  chunks: Chunk[];
}

const CHUNK_RECORD_COUNT = '2000';

/** Loads the records of a session page by page, and again what has grown. What was loaded stays until better is there. */
export function startRecordLoader({ fetchRecords, onChange }: RecordLoaderDeps): RecordLoader {
  const loads = new Map<string, PageLoad>();
  const abort = new AbortController();
  let wanted: readonly PageRow[] = [];
  let isRunning = false;
  let error: unknown;

  const report = (isLoading: boolean): void => {
    if (!abort.signal.aborted) onChange(summarise(wanted, loads, { isLoading, error }));
  };
  const nextDue = () => wanted.find((row) => row.ranges.length > 0 && !isSame(loads.get(row.pageId)?.row, row));

  async function loadPage(row: PageRow): Promise<void> {
    const known = loads.get(row.pageId);
    const chunks = known && isContinuation(known.row, row) ? known.chunks.slice(0, -1) : [];
    let cursor = chunks.length > 0 ? known?.chunks.at(-1)?.cursor : undefined;
    do {
      const query = { page: row.pageId, limit: CHUNK_RECORD_COUNT, ...(cursor === undefined ? {} : { cursor }) };
      const reply = await fetchRecords(query, abort.signal);
      chunks.push({ cursor, ...parseSessionRecords(reply.records) });
      cursor = reply.nextCursor ?? undefined;
      // The first time, what has come is shown at once; later the old picture stays until the new one is whole.
      if (!known && cursor !== undefined) {
        loads.set(row.pageId, { row: { ...row, ranges: [] }, chunks: [...chunks] });
        report(true);
      }
    } while (cursor !== undefined);
    loads.set(row.pageId, { row, chunks });
  }

  async function run(): Promise<void> {
    isRunning = true;
    error = undefined;
    try {
      for (let row = nextDue(); row && !abort.signal.aborted; row = nextDue()) {
        report(true);
        await loadPage(row);
      }
    } catch (failure) {
      error = failure;
    }
    isRunning = false;
    report(false);
  }

  return {
    update(pages) {
      wanted = pages;
      if (!isRunning && nextDue()) void run();
    },
    stop() {
      abort.abort();
    },
  };
}

function summarise(
  wanted: readonly PageRow[],
  loads: ReadonlyMap<string, PageLoad>,
  rest: Pick<LoadedRecords, 'isLoading' | 'error'>,
): LoadedRecords {
  const chunks = [...loads.values()].flatMap((load) => load.chunks);
  const records = alignClocks(chunks.flatMap((chunk) => chunk.records));
  const unreadableCount = chunks.reduce((sum, chunk) => sum + chunk.unreadableCount, 0);
  const totalCount = wanted.reduce((sum, row) => sum + countRecords(row), 0);
  return { records, loadedCount: records.length + unreadableCount, totalCount, unreadableCount, ...rest };
}

function countRecords(row: PageRow): number {
  const runs = row.ranges.flatMap(({ first, last, runs: own }) => own ?? [[first, last] as const]);
  return runs.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

function isSame(known: PageRow | undefined, row: PageRow): boolean {
  return (
    known?.ranges.length === row.ranges.length && known.clockOffsetMs === row.clockOffsetMs && startsWith(row, known)
  );
}

/** Only newer ranges were added, so all but the last answer are still right. Parts of what is known may fill it up. */
function isContinuation(known: PageRow, row: PageRow): boolean {
  const lastKnown = known.ranges.reduce((most, { last }) => Math.max(most, last), -1);
  const added = row.ranges.slice(known.ranges.length);
  const isNewer = known.ranges.length > 0 && added.every(({ first }) => first > lastKnown);
  return isNewer && known.clockOffsetMs === row.clockOffsetMs && startsWith(row, known);
}

function startsWith(row: PageRow, known: PageRow): boolean {
  return known.ranges.every((range, index) => {
    const other = row.ranges[index];
    return other?.first === range.first && other.last === range.last && other.part === range.part;
  });
}
