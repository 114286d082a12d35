import * as v from 'valibot';
import { RecordSchema, type Record as WireRecord } from 'rewindow/wire';
import type { TimelineRecord } from '../../src/api/contract.ts';

/** A record with its place in the session: page, tab, and its time by the monitor's clock. */
export type SessionRecord = WireRecord & { correctedAt: number; tabId: string; pageId: string };

export interface ParsedRecords {
  records: SessionRecord[];
  /** Records of a newer or broken agent whose data is not what the contract says. They are left out, and counted. */
  unreadableCount: number;
}

export function parseSessionRecords(rows: readonly TimelineRecord[]): ParsedRecords {
  const records: SessionRecord[] = [];
  let unreadableCount = 0;
  for (const { correctedAt, tabId, pageId, ...row } of rows) {
    const result = v.safeParse(RecordSchema, row);
    if (result.success) records.push({ ...result.output, correctedAt, tabId, pageId });
    else unreadableCount += 1;
  }
  return { records, unreadableCount };
}

/** Total order of a session: corrected time, then page, then sequence. */
export function compareRecords(left: SessionRecord, right: SessionRecord): number {
  if (left.pageId === right.pageId && left.correctedAt === right.correctedAt) return left.sequence - right.sequence;
  return left.correctedAt - right.correctedAt || (left.pageId < right.pageId ? -1 : 1);
}

/** Names a record within its session. */
export function recordKey({ pageId, sequence }: Pick<SessionRecord, 'pageId' | 'sequence'>): string {
  return `${pageId}:${String(sequence)}`;
}

/**
 * Puts the records of each page under one clock correction, the last one known: segments that were sealed before the
 * monitor had answered carry another, and a page would jump in time at their border.
 */
export function alignClocks(records: readonly SessionRecord[]): SessionRecord[] {
  const last = new Map<string, SessionRecord>();
  for (const record of records) {
    const known = last.get(record.pageId);
    if (!known || record.sequence > known.sequence) last.set(record.pageId, record);
  }
  const offsetOf = (pageId: string): number => {
    const record = last.get(pageId);
    return record ? record.correctedAt - record.at : 0;
  };
  return records
    .map((record) => ({ ...record, correctedAt: record.at + offsetOf(record.pageId) }))
    .sort(compareRecords);
}

/** Index of the last record at or before a time, −1 where there is none. The records are in order. */
export function indexAt(records: readonly SessionRecord[], at: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle]?.correctedAt ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
