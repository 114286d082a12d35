import type { InstructionDatabase } from './userInstructions.ts';

/** Nothing is kept of an erased session, whoever still names it: its page, until it hears of it, or a trigger that just fired. */
export async function isErased(database: InstructionDatabase, sessionId: string): Promise<boolean> {
  return (await listErased(database, [sessionId])).size > 0;
}

/** Those of the sessions that are erased. */
export async function listErased(database: InstructionDatabase, sessionIds: readonly string[]): Promise<Set<string>> {
  const query = database.selectFrom('erased_sessions').select('session_id').where('session_id', 'in', sessionIds);
  return new Set((await query.execute()).map(({ session_id }) => session_id));
}
