import { sql } from 'kysely';
import type { InstructionDatabase } from './userInstructions.ts';

/** What pages said of their rule sets is kept so long; without an end it would be a row per page view for ever. */
const KEEP_MS = 30 * 24 * 3_600_000;
const EVERY_MS = 3_600_000;

/**
 * Removes what has no session to go with: words on rule sets, instructions for users, and whatever names a session that nobody
 * knows, when they are old; what is left of an erasure that broke off, at once. Does it every hour, however often it is called.
 */
export function createPrune(database: InstructionDatabase, now: () => number): () => Promise<void> {
  let dueAt = 0;
  /** What is older was looked at already: sessions that were known then take with them what is theirs. */
  let doneUntil = 0;
  return async () => {
    if (now() < dueAt) return;
    dueAt = now() + EVERY_MS;
    const before = now() - KEEP_MS;
    await removeErased(database);
    await removeOld(database, before);
    await removeUnowned(database, doneUntil, before);
    doneUntil = before;
  };
}

async function removeErased(database: InstructionDatabase): Promise<void> {
  for (const table of ['instructions', 'acknowledgements'] as const) {
    await database
      .deleteFrom(table)
      .where('session_id', 'in', ({ selectFrom }) => selectFrom('erased_sessions').select('session_id'))
      .execute();
  }
}

async function removeOld(database: InstructionDatabase, before: number): Promise<void> {
  await database
    .deleteFrom('acknowledgements')
    .where('rules_hash', 'is not', null)
    .where('received_at', '<', before)
    .execute();
  await database.deleteFrom('instructions').where('user', 'is not', null).where('expires_at', '<', before).execute();
}

async function removeUnowned(database: InstructionDatabase, from: number, before: number): Promise<void> {
  for (const [table, time] of [
    ['instructions', 'expires_at'],
    ['acknowledgements', 'received_at'],
  ] as const) {
    const [rows, at] = [sql.table(table), sql.ref(`${table}.${time}`)];
    const owner = sql`SELECT 1 FROM sessions AS own WHERE own.session_id = ${rows}.session_id AND own.app = ${rows}.app`;
    await sql`DELETE FROM ${rows} WHERE ${at} >= ${from} AND ${at} < ${before} AND NOT EXISTS (${owner})`.execute(
      database,
    );
  }
}
