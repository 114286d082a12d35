import type { InstructionDatabase } from './userInstructions.ts';

/** Nothing is kept of an erased session, whoever still names it: its page, until it hears of it, or a trigger that just fired. */
export async function isErased(database: InstructionDatabase, sessionId: string): Promise<boolean> {
  const query = database.selectFrom('erased_sessions').select('session_id').where('session_id', '=', sessionId);
  return (await query.executeTakeFirst()) !== undefined;
}
