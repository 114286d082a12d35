import { sql, type Kysely } from 'kysely';
import { Instruction } from 'rewindow/wire';
import * as v from 'valibot';
import type { InstructionTables, SessionTables } from '../index/tables.ts';
import type { UserInstruction } from '../ports/instructionStore.ts';

export type InstructionDatabase = Kysely<InstructionTables & Pick<SessionTables, 'sessions'>>;

/** Sessions of one user that may be connected still. */
const WOKEN_COUNT_MAX = 1_000;
/** Of a row for one session, made from that for the user: the instruction's id is its beginning. */
const ID_LENGTH = 36;

/** Names a row by instruction and session, because the sessions of a user share the instruction. */
function rowId(instructionId: string, sessionId: string): string {
  return `${instructionId}/${sessionId}`;
}

/** SQL for the id of a row's instruction. */
export function instructionIdOf(column: string) {
  return sql<string>`substr(${sql.ref(column)}, 1, ${sql.lit(ID_LENGTH)})`;
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
    .orderBy('given.cursor')
    .execute();
  if (due.length === 0) return;
  const rows = due.map(({ id, session_id, instruction_json, ...row }) => ({
    ...{ ...row, app, session_id, user: null, id: rowId(id, session_id) },
    instruction_json: JSON.stringify(addressTo(session_id, JSON.parse(instruction_json))),
  }));
  await database
    .insertInto('instructions')
    .values(rows)
    .onConflict((key) => key.doNothing())
    .execute();
}

const Stored = v.looseObject({ address: v.looseObject({}) });

function addressTo(sessionId: string, stored: unknown): Instruction {
  const instruction = v.parse(Stored, stored);
  return v.parse(Instruction, { ...instruction, address: { ...instruction.address, sessionId } });
}
