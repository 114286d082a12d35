import type { PendingRow } from '../ring/rows.ts';

/** Consecutive records of one page that become a segment together. */
export type Draft = PendingRow;

/** Characters of JSON: more go into several segments; one gzip member below 16 KB compresses badly. */
export const DRAFT_SIZE_MAX = 1_000_000;
const DRAFT_RECORD_COUNT_MAX = 5_000;

/** Joins rows of one page, in order of their numbers, into drafts: each begins at a checkpoint or where the last was full. */
export function assembleDrafts(rows: readonly PendingRow[]): Draft[] {
  const drafts: Draft[] = [];
  for (const row of rows) {
    const draft = drafts.at(-1);
    if (draft === undefined || row.checkpoint || isFull(draft, row) || !follows(draft, row)) {
      drafts.push({ ...row, records: [...row.records] });
      continue;
    }
    for (const record of row.records) draft.records.push(record);
    draft.size += row.size;
    if (row.live) draft.live = [...(draft.live ?? []), ...row.live];
    draft.firstAt = Math.min(draft.firstAt, row.firstAt);
    draft.lastAt = Math.max(draft.lastAt, row.lastAt);
  }
  return drafts;
}

function isFull(draft: Draft, row: PendingRow): boolean {
  return draft.size + row.size > DRAFT_SIZE_MAX || draft.records.length + row.records.length > DRAFT_RECORD_COUNT_MAX;
}

function follows(draft: Draft, row: PendingRow): boolean {
  return draft.pageId === row.pageId && draft.first + draft.records.length === row.first;
}

/** Two drafts of half the records each; undefined where there is only one record. Times stay those of the whole. */
export function splitDraft(draft: Draft): [Draft, Draft] | undefined {
  if (draft.records.length < 2) return undefined;
  const middle = Math.ceil(draft.records.length / 2);
  const head = draft.records.slice(0, middle);
  const tail = draft.records.slice(middle);
  const sizeOf = (records: string[]): number => records.reduce((sum, record) => sum + record.length, 0);
  return [
    { ...draft, records: head, size: sizeOf(head) },
    { ...draft, records: tail, size: sizeOf(tail), first: draft.first + middle, checkpoint: false },
  ];
}
