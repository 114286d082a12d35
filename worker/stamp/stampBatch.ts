import type { Capture, PageIds } from '../../src/wire/index.ts';
import { LIMITS } from '../../src/wire/limits.ts';
import { packDom } from '../../src/wire/packDom.ts';
import type { PageRow, PendingRow } from '../ring/rows.ts';

/** A page that nothing has been heard of yet. */
export function emptyPage(ids: PageIds, seenAt: number, clockOffsetMs: number): PageRow {
  return { ...ids, nextBatch: 0, nextSequence: 0, clockOffsetMs, counts: {}, lastAt: 0, seenAt, hasLeft: false };
}

/** Gives captures their sequence numbers, in order of arrival. A checkpoint begins a new row, so that it can begin a segment. */
export function stampBatch(
  page: PageRow,
  captures: readonly Capture[],
  live: ReadonlySet<Capture | undefined> = new Set(),
): { page: PageRow; rows: PendingRow[] } {
  const next: PageRow = { ...page, counts: { ...page.counts } };
  const rows: PendingRow[] = [];
  for (const capture of captures) {
    const record = encodeRecord(capture, next.nextSequence);
    const checkpoint = isCheckpoint(capture);
    let row = rows.at(-1);
    if (row === undefined || checkpoint) {
      row = openRow(next, capture.at, checkpoint);
      rows.push(row);
    }
    row.records.push(record);
    if (live.has(capture)) (row.live ??= []).push(next.nextSequence);
    row.size += record.length;
    row.firstAt = Math.min(row.firstAt, capture.at);
    row.lastAt = Math.max(row.lastAt, capture.at);
    count(next, capture);
    next.nextSequence += 1;
  }
  return { page: next, rows };
}

/** Large, and nothing in them is a text in the sense of the limit. */
const UNLIMITED = ['dom', 'tile'];

/** What JSON can't take (a BigInt of the host's) leaves its place and the reason behind: the rest must not be lost with it. */
function encodeRecord(capture: Capture, sequence: number): string {
  try {
    const data = capture.kind === 'dom' ? packDom(capture.data, capture.at) : capture.data;
    return JSON.stringify({ ...capture, data, sequence }, UNLIMITED.includes(capture.kind) ? undefined : cutText);
  } catch (error) {
    const data = { code: 'record_unreadable', message: `${capture.kind}: ${String(error)}` };
    return JSON.stringify({ kind: 'agent', at: capture.at, sequence, data });
  }
}

/** One text that is too long would have the monitor refuse the whole segment. */
function cutText(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.slice(0, LIMITS.textLength) : value;
}

function openRow(page: PageRow, at: number, checkpoint: boolean): PendingRow {
  const { sessionId, tabId, pageId } = page;
  return {
    sessionId,
    tabId,
    pageId,
    first: page.nextSequence,
    checkpoint,
    records: [],
    firstAt: at,
    lastAt: at,
    size: 0,
  };
}

export function isCheckpoint(capture: Capture): boolean {
  return capture.kind === 'dom' && capture.data.checkpoint === true;
}

function count(page: PageRow, capture: Capture): void {
  const add = (name: string): void => {
    page.counts[name] = (page.counts[name] ?? 0) + 1;
  };
  add(capture.kind);
  if (capture.kind === 'network' && (capture.data.failed || capture.data.status >= 400)) add('networkFailed');
  if (capture.kind === 'page') page.hasLeft = capture.data.type === 'leave';
  page.lastAt = Math.max(page.lastAt, capture.at);
}
