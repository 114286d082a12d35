import type { Acknowledgement, Instruction } from 'rewindow/wire';
import type { InstructionRow } from '../api/contract.ts';

/** An instruction for all sessions of a user: as one for a session, but for whose it is. */
export interface UserInstruction extends Omit<Instruction, 'address'> {
  address: Pick<Instruction['address'], 'state'>;
}

/** Instructions and acknowledgements. */
export interface InstructionStore {
  /** Adds an instruction at the end of the app's list, unless its session is erased; resolves to its cursor. */
  add(app: string, instruction: Instruction): Promise<string>;
  /**
   * Each session of the user gets it once, under an id of its own: also those that name him later within its validity.
   * Resolves to the sessions that are known to be his, the newest first.
   */
  addForUser(app: string, user: string, instruction: UserInstruction): Promise<string[]>;
  /** Unexpired instructions for one of the sessions after the cursor, oldest first, and the cursor after them. */
  listAfter(
    app: string,
    sessionIds: string[],
    cursor: string | undefined,
    now: number,
  ): Promise<{ instructions: Instruction[]; cursor: string }>;
  /** Those of the session that are valid and that no page has acknowledged, oldest first: what answers to uploads carry. */
  listOpen(app: string, sessionId: string, now: number): Promise<Instruction[]>;
  /**
   * Idempotent: one acknowledgement per instruction, page and outcome; of a page's words on rule sets the newest stays. What is
   * of an erased session is not kept; what is of one that nobody knows goes after 30 days.
   */
  acknowledge(app: string, acknowledgements: Acknowledgement[]): Promise<void>;
  /** Where the session was given something: the application for which. */
  findApp(sessionId: string): Promise<string | undefined>;
  /** By what the application itself has been given and has said. */
  listBySession(app: string, sessionId: string): Promise<InstructionRow[]>;
  /** The last word of each page on a rule set, where it was about this one. */
  listByRules(app: string, rulesHash: string): Promise<Acknowledgement[]>;
  removeSession(sessionId: string): Promise<void>;
}
