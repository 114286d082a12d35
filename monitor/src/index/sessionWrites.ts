import type { Transaction } from 'kysely';
import { Summary } from 'rewindow/wire';
import * as v from 'valibot';
import type { IndexedSegment, SessionIndex } from '../ports/index.ts';
import type { Database } from './database.ts';
import { listTexts } from './segmentFacts.ts';
import { insertSegment } from './segmentWrites.ts';
import { assembleSession } from './sessionRow.ts';
import type { Schema } from './tables.ts';

type Writes = Pick<SessionIndex, 'putSummary' | 'putSegment' | 'removeSession' | 'markErased' | 'removeAllSegments'>;

/** Rows of one INSERT: SQLite takes at most 32,766 parameters. */
const ROWS_PER_INSERT = 1_000;

/** The writing half of the index. Each call is one transaction that ends with the session's row derived anew. */
export function createSessionWrites(database: Database): Writes {
  const transact = <T>(run: (transaction: Transaction<Schema>) => Promise<T>) => database.transaction().execute(run);
  return {
    putSummary: (app, summary) =>
      transact(async (transaction) => {
        await upsertSummary(transaction, app, summary);
        await deriveSession(transaction, app, summary.sessionId);
      }),
    putSegment: (segment) =>
      transact(async (transaction) => {
        const { isNew, fresh } = await insertSegment(transaction, segment);
        if (isNew) {
          await insertTexts(transaction, segment);
          await deriveSession(transaction, segment.app, segment.header.sessionId);
        }
        return fresh;
      }),
    removeSession: (sessionId) =>
      transact(async (transaction) => {
        for (const table of ['record_texts', 'segments', 'summaries', 'sessions'] as const) {
          await transaction.deleteFrom(table).where('session_id', '=', sessionId).execute();
        }
      }),
    async markErased(app, sessionId) {
      const row = { session_id: sessionId, app };
      await database
        .insertInto('erased_sessions')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    removeAllSegments: () =>
      transact(async (transaction) => {
        const sessions = await transaction.selectFrom('sessions').select(['session_id', 'app']).execute();
        await transaction.deleteFrom('record_texts').execute();
        await transaction.deleteFrom('segments').execute();
        for (const { app, session_id } of sessions) await deriveSession(transaction, app, session_id);
      }),
  };
}

async function upsertSummary(transaction: Transaction<Schema>, app: string, summary: Summary): Promise<void> {
  const values = { session_id: summary.sessionId, app, at: summary.at, summary_json: JSON.stringify(summary) };
  await transaction
    .insertInto('summaries')
    .values({ page_id: summary.pageId, ...values })
    .onConflict((conflict) => conflict.column('page_id').doUpdateSet(values).where('summaries.at', '<=', summary.at))
    .execute();
}

async function insertTexts(transaction: Transaction<Schema>, segment: IndexedSegment): Promise<void> {
  const rows = segment.records.flatMap((record) =>
    listTexts(record).map(({ category, text }) => ({
      session_id: record.sessionId,
      page_id: record.pageId,
      sequence: record.sequence,
      category,
      text,
    })),
  );
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    await transaction
      .insertInto('record_texts')
      .values(rows.slice(start, start + ROWS_PER_INSERT))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

async function deriveSession(transaction: Transaction<Schema>, app: string, sessionId: string): Promise<void> {
  const summaries = await readSummaries(transaction, sessionId);
  const segments = await transaction.selectFrom('segments').selectAll().where('session_id', '=', sessionId).execute();
  const row = assembleSession(app, sessionId, { summaries, segments });
  await transaction.deleteFrom('sessions').where('session_id', '=', sessionId).execute();
  if (row) await transaction.insertInto('sessions').values(row).execute();
}

const StoredSummary = v.pipe(v.string(), v.parseJson(), Summary);

export async function readSummaries(database: Database, sessionId: string): Promise<Summary[]> {
  const rows = await database
    .selectFrom('summaries')
    .select('summary_json')
    .where('session_id', '=', sessionId)
    .orderBy('at', 'desc')
    .execute();
  return rows.map((row) => v.parse(StoredSummary, row.summary_json));
}

/** By the clocks of their pages, so that a day is looked at more than was asked for. */
export async function readSummariesSince(database: Database, app: string, fromAt: number): Promise<Summary[]> {
  const rows = await database
    .selectFrom('summaries')
    .select('summary_json')
    .where('app', '=', app)
    .where('at', '>=', fromAt - CLOCK_ERROR_MS)
    .execute();
  return rows.map((row) => v.parse(StoredSummary, row.summary_json));
}

const CLOCK_ERROR_MS = 24 * 3_600_000;
