import { sql } from 'kysely';
import { Instruction } from 'rewindow/wire';
import * as v from 'valibot';
import type { InstructionStore } from '../ports/index.ts';
import { fromAcknowledgementRow } from './acknowledgementRows.ts';
import { joinInstructionRows } from './instructionRows.ts';
import { createSqliteAcknowledgements } from './sqliteAcknowledgements.ts';
import { isErased } from './erased.ts';
import { addForUser, handOut, type InstructionDatabase } from './userInstructions.ts';

/** More than one answer should carry; the rest comes with the next, which is asked for at once. */
const REPLY_COUNT_MAX = 200;
/** Of an answer to an upload; there are many uploads. */
const OPEN_COUNT_MAX = 20;

/** Instructions and acknowledgements in SQLite. The cursor is the number of the row, which only grows. */
export function createSqliteInstructionStore(database: InstructionDatabase, now: () => number): InstructionStore {
  return {
    ...createSqliteAcknowledgements(database, now),
    add: (app, instruction) => addInstruction(database, app, instruction),
    addForUser: (app, user, instruction) => addForUser(database, { app, user }, instruction),
    async listAfter(app, sessionIds, cursor, at) {
      await handOut(database, { app, sessionIds }, at);
      const after = await startOf(database, cursor);
      const rows = await database
        .selectFrom('instructions')
        .select(['cursor', 'instruction_json'])
        .where('app', '=', app)
        .where('session_id', 'in', sessionIds)
        .where('user', 'is', null)
        .where('cursor', '>', after)
        .where('expires_at', '>', at)
        .orderBy('cursor')
        .limit(REPLY_COUNT_MAX)
        .execute();
      return { instructions: rows.map(parseInstruction), cursor: String(rows.at(-1)?.cursor ?? after) };
    },
    async listOpen(app, sessionId, at) {
      await handOut(database, { app, sessionIds: [sessionId] }, at);
      return (await selectOpen(database, { app, sessionId }, at)).map(parseInstruction);
    },
    async findApp(sessionId) {
      const query = database.selectFrom('instructions').select('app').where('session_id', '=', sessionId);
      return (await query.limit(1).executeTakeFirst())?.app;
    },
    async listBySession(app, sessionId) {
      const given = await database
        .selectFrom('instructions')
        .select('instruction_json')
        .where('session_id', '=', sessionId)
        .where('app', '=', app)
        .orderBy('cursor')
        .execute();
      const answered = database.selectFrom('acknowledgements').selectAll().where('session_id', '=', sessionId);
      const words = await answered.where('app', '=', app).orderBy('at').execute();
      return joinInstructionRows(given.map(parseInstruction), words.map(fromAcknowledgementRow));
    },
    async removeSession(sessionId) {
      await database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('instructions').where('session_id', '=', sessionId).execute();
        await transaction.deleteFrom('acknowledgements').where('session_id', '=', sessionId).execute();
      });
    },
  };
}

function selectOpen(
  database: InstructionDatabase,
  { app, sessionId }: { app: string; sessionId: string },
  now: number,
) {
  return database
    .selectFrom('instructions')
    .select('instruction_json')
    .where('app', '=', app)
    .where('session_id', '=', sessionId)
    .where('expires_at', '>', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('acknowledgements')
            .select('at')
            .where('session_id', '=', sessionId)
            .where('app', '=', app)
            .where('instruction_id', '=', sql<string>`json_extract(instructions.instruction_json, '$.id')`),
        ),
      ),
    )
    .orderBy('cursor')
    .limit(OPEN_COUNT_MAX)
    .execute();
}

async function addInstruction(database: InstructionDatabase, app: string, instruction: Instruction) {
  const row = {
    id: instruction.id,
    app,
    session_id: instruction.address.sessionId,
    issued_at: instruction.issuedAt,
    expires_at: instruction.expiresAt,
    instruction_json: JSON.stringify(instruction),
    user: null,
  };
  return database.transaction().execute(async (transaction) => {
    if (await isErased(transaction, row.session_id)) return '0';
    // The same id again: the same instruction, from a segment that is processed twice.
    await transaction
      .insertInto('instructions')
      .values(row)
      .onConflict((key) => key.doNothing())
      .execute();
    const query = transaction.selectFrom('instructions').select('cursor').where('id', '=', instruction.id);
    return String((await query.executeTakeFirstOrThrow()).cursor);
  });
}

/** A cursor from beyond the end, or of another form, is one of another database: begin at the start. */
async function startOf(database: InstructionDatabase, cursor = '0'): Promise<number> {
  if (!/^\d{1,15}$/.test(cursor)) return 0;
  if (Number(cursor) === 0) return 0;
  const newest = database.selectFrom('instructions').select(({ fn }) => fn.max<number | null>('cursor').as('cursor'));
  const { cursor: last } = await newest.executeTakeFirstOrThrow();
  return Number(cursor) > (last ?? 0) ? 0 : Number(cursor);
}

function parseInstruction({ instruction_json }: { instruction_json: string }): Instruction {
  return v.parse(Instruction, JSON.parse(instruction_json));
}
