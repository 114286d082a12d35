import type { Transaction } from 'kysely';
import type { InstructionTables } from '../index/tables.ts';
import type { InstructionStore } from '../ports/index.ts';
import { fromAcknowledgementRow, toAcknowledgementRow } from './acknowledgementRows.ts';
import { isErased } from './erased.ts';
import { createPrune } from './prune.ts';
import type { InstructionDatabase } from './userInstructions.ts';

type Row = InstructionTables['acknowledgements'];

/** What pages said of instructions and of rule sets, in SQLite. */
export function createSqliteAcknowledgements(
  database: InstructionDatabase,
  now: () => number,
): Pick<InstructionStore, 'acknowledge' | 'listByRules'> {
  const prune = createPrune(database, now);
  return {
    async acknowledge(app, acknowledgements) {
      const rows = acknowledgements.map((acknowledgement) => toAcknowledgementRow(app, acknowledgement, now()));
      await database.transaction().execute(async (transaction) => {
        for (const row of rows) {
          if (await isErased(transaction, row.session_id)) continue;
          if (row.instruction_id !== null || (await isNewest(transaction, row))) await insert(transaction, row);
        }
      });
      await prune();
    },
    async listByRules(app, rulesHash) {
      const query = database.selectFrom('acknowledgements').selectAll();
      const rows = await query.where('app', '=', app).where('rules_hash', '=', rulesHash).orderBy('at').execute();
      return rows.map(fromAcknowledgementRow);
    },
  };
}

async function insert(transaction: Transaction<InstructionTables>, row: Row): Promise<void> {
  await transaction
    .insertInto('acknowledgements')
    .values(row)
    .onConflict((key) => key.doNothing())
    .execute();
}

/** Makes room for a page's word on a rule set. False where it has said something newer; words may overtake one another. */
async function isNewest(transaction: Transaction<InstructionTables>, { app, page_id, at }: Row): Promise<boolean> {
  const newer = await transaction
    .selectFrom('acknowledgements')
    .select('at')
    .where('app', '=', app)
    .where('page_id', '=', page_id)
    .where('rules_hash', 'is not', null)
    .where('at', '>', at)
    .executeTakeFirst();
  if (newer !== undefined) return false;
  await transaction
    .deleteFrom('acknowledgements')
    .where('app', '=', app)
    .where('page_id', '=', page_id)
    .where('rules_hash', 'is not', null)
    .execute();
  return true;
}
