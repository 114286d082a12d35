import type { Acknowledgement, Instruction } from 'rewindow/wire';
import type { InstructionRow } from '../api/contract.ts';

/** Instructions and acknowledgements. */
export interface InstructionStore {
  /** Adds an instruction at the end of the app's list; resolves to its cursor. */
  add(app: string, instruction: Instruction): Promise<string>;
  /** Unexpired instructions for one of the sessions after the cursor, oldest first, and the cursor after them. */
  listAfter(
    app: string,
    sessionIds: string[],
    cursor: string | undefined,
    now: number,
  ): Promise<{ instructions: Instruction[]; cursor: string }>;
  /** Idempotent: one acknowledgement per instruction (or rule set), page and outcome. */
  acknowledge(app: string, acknowledgements: Acknowledgement[]): Promise<void>;
  listBySession(sessionId: string): Promise<InstructionRow[]>;
  /** The last word of each page on a rule set. */
  listByRules(app: string, rulesHash: string): Promise<Acknowledgement[]>;
  removeSession(sessionId: string): Promise<void>;
}
