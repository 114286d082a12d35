import type { Transaction } from 'kysely';
import type { StampedRecord } from 'rewindow/wire';
import type { IndexedSegment } from '../ports/index.ts';
import { countRuns, encodeRuns, parseRuns, pickByRuns, runsOf, subtractRuns, type Run } from './runs.ts';
import { assembleFacts } from './segmentFacts.ts';
import type { Schema } from './tables.ts';

type Row = Pick<Schema['segments'], 'first' | 'last' | 'part' | 'sequences_json' | 'owned_json'>;

/**
 * Writes a segment's row. Every record is owned by one segment: a whole one takes over what it holds of its parts, else the
 * first to come has it. `fresh` are the records that no other segment has brought, also when it is put a second time.
 */
export async function insertSegment(
  transaction: Transaction<Schema>,
  segment: IndexedSegment,
): Promise<{ isNew: boolean; fresh: StampedRecord[] }> {
  const { header, records } = segment;
  const content: Run[] = segment.part === undefined ? [[header.first, header.last]] : runsOf(records.map(sequenceOf));
  const others = await listOthers(transaction, segment);
  const fresh = pickByRuns(records, subtractRuns(content, others.flatMap(contentOf)));
  const isSuperseded = ({ part, first, last }: Row) =>
    segment.part === undefined && part !== '' && first >= header.first && last <= header.last;
  const rivals = others.filter((other) => !isSuperseded(other));
  const owned = subtractRuns(content, rivals.flatMap(ownedOf));
  const isNew = await insertRow(transaction, segment, { content, owned });
  if (!isNew) return { isNew, fresh };
  for (const other of others.filter(isSuperseded)) await disown(transaction, header.pageId, other);
  return { isNew, fresh };
}

function sequenceOf({ sequence }: StampedRecord): number {
  return sequence;
}

async function listOthers(transaction: Transaction<Schema>, { header, part = '' }: IndexedSegment): Promise<Row[]> {
  const rows = await transaction
    .selectFrom('segments')
    .select(['first', 'last', 'part', 'sequences_json', 'owned_json'])
    .where('page_id', '=', header.pageId)
    .where('first', '<=', header.last)
    .where('last', '>=', header.first)
    .execute();
  return rows.filter((row) => row.part !== part || row.first !== header.first || row.last !== header.last);
}

function contentOf({ first, last, sequences_json }: Row): Run[] {
  return sequences_json === null ? [[first, last]] : parseRuns(sequences_json);
}

function ownedOf(row: Row): Run[] {
  return row.owned_json === null ? contentOf(row) : parseRuns(row.owned_json);
}

async function insertRow(
  transaction: Transaction<Schema>,
  { app, bytes, header, part, records }: IndexedSegment,
  { content, owned }: { content: Run[]; owned: Run[] },
): Promise<boolean> {
  const facts = assembleFacts(records);
  const counted = assembleFacts(pickByRuns(records, owned));
  const recordCount = countRuns(owned);
  const result = await transaction
    .insertInto('segments')
    .values({
      page_id: header.pageId,
      first: header.first,
      last: header.last,
      part: part ?? '',
      session_id: header.sessionId,
      tab_id: header.tabId,
      app,
      first_at: facts.firstAt,
      last_at: facts.lastAt,
      checkpoint: header.checkpoint ? 1 : 0,
      clock_offset_ms: header.clockOffsetMs,
      bytes,
      user: facts.user ?? null,
      url: facts.url ?? null,
      record_count: recordCount,
      error_count: counted.errorCount,
      failed_request_count: counted.failedRequestCount,
      fired_triggers_json: JSON.stringify(facts.firedTriggers),
      sequences_json: part === undefined ? null : encodeRuns(content),
      owned_json: recordCount === countRuns(content) ? null : encodeRuns(owned),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

async function disown(transaction: Transaction<Schema>, pageId: string, { first, last, part }: Row): Promise<void> {
  await transaction
    .updateTable('segments')
    .set({ owned_json: '[]', record_count: 0, error_count: 0, failed_request_count: 0 })
    .where('page_id', '=', pageId)
    .where('first', '=', first)
    .where('last', '=', last)
    .where('part', '=', part)
    .execute();
}
