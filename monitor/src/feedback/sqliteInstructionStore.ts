import type { Kysely } from 'kysely';
import { Acknowledgement, Instruction } from 'rewindow/wire';
import * as v from 'valibot';
import type { InstructionTables } from '../index/tables.ts';
import type { InstructionStore } from '../ports/index.ts';
import { joinInstructionRows } from './instructionRows.ts';

type AcknowledgementRow = InstructionTables['acknowledgements'];

/** More than one answer should carry; the rest comes with the next, which is asked for at once. */
const REPLY_COUNT_MAX = 200;

/** Instructions and acknowledgements in SQLite. The cursor is the number of the row, which only grows. */
export function createSqliteInstructionStore(database: Kysely<InstructionTables>): InstructionStore {
  return {
    add: (app, instruction) => addInstruction(database, app, instruction),
    async listAfter(app, sessionIds, cursor, now) {
      const after = await startOf(database, cursor);
      const rows = await database
        .selectFrom('instructions')
        .select(['cursor', 'instruction_json'])
        .where('app', '=', app)
        .where('session_id', 'in', sessionIds)
        .where('cursor', '>', after)
        .where('expires_at', '>', now)
        .orderBy('cursor')
        .limit(REPLY_COUNT_MAX)
        .execute();
      return { instructions: rows.map(parseInstruction), cursor: String(rows.at(-1)?.cursor ?? after) };
    },
    async acknowledge(app, acknowledgements) {
      const rows = acknowledgements.map((acknowledgement) => toRow(app, acknowledgement));
      if (rows.length === 0) return;
      await database
        .insertInto('acknowledgements')
        .values(rows)
        .onConflict((key) => key.doNothing())
        .execute();
    },
    async listBySession(sessionId) {
      const given = await database
        .selectFrom('instructions')
        .select('instruction_json')
        .where('session_id', '=', sessionId)
        .orderBy('cursor')
        .execute();
      const answered = await selectAcknowledgements(database)
        .where('session_id', '=', sessionId)
        .orderBy('at')
        .execute();
      return joinInstructionRows(given.map(parseInstruction), answered.map(fromRow));
    },
    async listByRules(app, rulesHash) {
      const query = selectAcknowledgements(database).where('app', '=', app).where('rules_hash', '=', rulesHash);
      const rows = await query
        .orderBy('at')
        .orderBy('rowid' as 'at')
        .execute();
      // A later word of the same page replaces the earlier.
      return [...new Map(rows.map((row) => [row.page_id, fromRow(row)])).values()];
    },
    async removeSession(sessionId) {
      await database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('instructions').where('session_id', '=', sessionId).execute();
        await transaction.deleteFrom('acknowledgements').where('session_id', '=', sessionId).execute();
      });
    },
  };
}

async function addInstruction(database: Kysely<InstructionTables>, app: string, instruction: Instruction) {
  const row = {
    id: instruction.id,
    app,
    session_id: instruction.address.sessionId,
    issued_at: instruction.issuedAt,
    expires_at: instruction.expiresAt,
    instruction_json: JSON.stringify(instruction),
    user: null,
  };
  // The same id again: the same instruction, from a segment that is processed twice.
  await database
    .insertInto('instructions')
    .values(row)
    .onConflict((key) => key.doNothing())
    .execute();
  const query = database.selectFrom('instructions').select('cursor').where('id', '=', instruction.id);
  return String((await query.executeTakeFirstOrThrow()).cursor);
}

/** A cursor from beyond the end, or of another form, is one of another database: begin at the start. */
async function startOf(database: Kysely<InstructionTables>, cursor = '0'): Promise<number> {
  if (!/^\d{1,15}$/.test(cursor)) return 0;
  if (Number(cursor) === 0) return 0;
  const newest = database.selectFrom('instructions').select(({ fn }) => fn.max<number | null>('cursor').as('cursor'));
  const { cursor: last } = await newest.executeTakeFirstOrThrow();
  return Number(cursor) > (last ?? 0) ? 0 : Number(cursor);
}

function parseInstruction({ instruction_json }: { instruction_json: string }): Instruction {
  return v.parse(Instruction, JSON.parse(instruction_json));
}

function selectAcknowledgements(database: Kysely<InstructionTables>) {
  return database.selectFrom('acknowledgements').selectAll();
}

function toRow(app: string, acknowledgement: Acknowledgement): AcknowledgementRow {
  return {
    app,
    session_id: acknowledgement.sessionId,
    tab_id: acknowledgement.tabId,
    page_id: acknowledgement.pageId,
    at: acknowledgement.at,
    outcome: acknowledgement.outcome,
    instruction_id: acknowledgement.instructionId ?? null,
    rules_hash: acknowledgement.rulesHash ?? null,
    verb: acknowledgement.verb ?? null,
    trigger_id: acknowledgement.triggerId ?? null,
    code: acknowledgement.code ?? null,
    message: acknowledgement.message ?? null,
  };
}

function fromRow(row: AcknowledgementRow): Acknowledgement {
  const fields = {
    sessionId: row.session_id,
    tabId: row.tab_id,
    pageId: row.page_id,
    at: row.at,
    outcome: row.outcome,
    instructionId: row.instruction_id,
    rulesHash: row.rules_hash,
    verb: row.verb,
    triggerId: row.trigger_id,
    code: row.code,
    message: row.message,
  };
  return v.parse(Acknowledgement, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)));
}
