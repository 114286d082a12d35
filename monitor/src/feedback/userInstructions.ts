import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { Instruction } from 'rewindow/wire';
import * as v from 'valibot';
import type { InstructionTables, SessionTables } from '../index/tables.ts';
import { listErased } from './erased.ts';
import { instructionId } from './instructionId.ts';
import type { UserInstruction } from '../ports/instructionStore.ts';

export type InstructionDatabase = Kysely<InstructionTables & Pick<SessionTables, 'sessions' | 'erased_sessions'>>;

/** Sessions of one user that may be connected still. */
const WOKEN_COUNT_MAX = 1_000;
/** SQLite takes at most 32,766 parameters, and a tap asks for up to 5,000 sessions. */
const ROWS_PER_INSERT = 1_000;

/** Names a row by instruction and session: it is made once. */
function rowId(instructionId: string, sessionId: string): string {
  return `${instructionId}/${sessionId}`;
}

export async function addForUser(
  database: InstructionDatabase,
  { app, user }: { app: string; user: string },
  instruction: UserInstruction,
): Promise<string[]> {
  const { id, issuedAt: issued_at, expiresAt: expires_at } = instruction;
  await database
    .insertInto('instructions')
    .values({ id, app, session_id: '', issued_at, expires_at, user, instruction_json: JSON.stringify(instruction) })
    .onConflict((key) => key.doNothing())
    .execute();
  const known = database.selectFrom('sessions').select('session_id').where('app', '=', app).where('user', '=', user);
  const rows = await known.orderBy('last_at', 'desc').limit(WOKEN_COUNT_MAX).execute();
  return rows.map(({ session_id }) => session_id);
}

/**
 * Writes a row of its own for each of these sessions that is a user's who was given something: from then on it is like any
 * other. Done when a session asks, so that it doesn't matter when it named its user, and that the cursor counts.
 */
export async function handOut(
  database: InstructionDatabase,
  { app, sessionIds }: { app: string; sessionIds: readonly string[] },
  now: number,
): Promise<void> {
  const due = await database
    .selectFrom('sessions')
    .innerJoin('instructions as given', (join) =>
      join.onRef('given.app', '=', 'sessions.app').onRef('given.user', '=', 'sessions.user'),
    )
    .leftJoin('instructions as own', (join) =>
      join.on('own.id', '=', sql<string>`given.id || '/' || sessions.session_id`),
    )
    .select(['given.id', 'given.issued_at', 'given.expires_at', 'given.instruction_json', 'sessions.session_id'])
    .where('sessions.session_id', 'in', sessionIds)
    .where('sessions.app', '=', app)
    .where('given.expires_at', '>', now)
    .where('own.id', 'is', null)
    .where('sessions.session_id', 'not in', ({ selectFrom }) => selectFrom('erased_sessions').select('session_id'))
    .orderBy('given.cursor')
    .execute();
  if (due.length === 0) return;
  const rows = due.map(({ id, session_id, instruction_json, ...row }) => ({
    ...{ ...row, app, session_id, user: null, id: rowId(id, session_id) },
    instruction_json: JSON.stringify(addressTo(session_id, JSON.parse(instruction_json))),
  }));
  await database.transaction().execute(async (transaction) => {
    const gone = await listErased(transaction, sessionIds);
    const left = rows.filter(({ session_id }) => !gone.has(session_id));
    for (let start = 0; start < left.length; start += ROWS_PER_INSERT) {
      await transaction
        .insertInto('instructions')
        .values(left.slice(start, start + ROWS_PER_INSERT))
        .onConflict((key) => key.doNothing())
        .execute();
    }
  });
}

const Stored = v.looseObject({ id: v.string(), issuedAt: v.number(), address: v.looseObject({}) });

/** With an id of its own, always the same one: a device may have several sessions of the user, each with its own part. */
function addressTo(sessionId: string, stored: unknown): Instruction {
  const instruction = v.parse(Stored, stored);
  const bytes = createHash('sha256').update(rowId(instruction.id, sessionId)).digest();
  const id = instructionId(instruction.issuedAt, bytes.subarray(0, 16));
  return v.parse(Instruction, { ...instruction, id, address: { ...instruction.address, sessionId } });
}
