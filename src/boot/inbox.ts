import type { PageStorage } from '../browser/storage.ts';
import type { LooseReply } from '../feedback/reply.ts';
import type { Agent } from './agent.ts';
import { createCursor } from './monitorAddress.ts';

/** Instructions that wait for the agent's code. */
const WAITING_COUNT_MAX = 200;

/** Hands instructions to the agent, and remembers how far they have been dealt with. */
export function createInbox(storage: PageStorage, sessionId: string) {
  const cursor = createCursor(storage, sessionId);
  const waiting: unknown[] = [];
  /** More came than may wait: what comes after this cursor has to come again. */
  let missed: { after: string | undefined } | undefined;
  let handled: Promise<unknown> = Promise.resolve();
  const hand = (instructions: unknown[], agent: Agent) => {
    const upTo = cursor.read();
    // Only what all before it have been dealt with is not to come again after a reload.
    const handed = instructions.length > 0 && agent.instruct(instructions);
    handled = Promise.all([handled, handed]).then(() => {
      if (upTo !== undefined) cursor.keep(upTo);
    });
    handled.catch(() => undefined);
  };
  return {
    cursor: cursor.read,
    /** Asks for everything that is valid once more; what was applied already is known by its claims. */
    reset() {
      cursor.advance(undefined);
    },
    isWaiting: () => waiting.length > 0 || !!missed,
    /** The agent's code is there. True where the monitor has to be asked for what could not wait. */
    open(agent: Agent): boolean {
      const isShort = !!missed;
      if (missed) cursor.advance(missed.after);
      missed = undefined;
      hand(waiting.splice(0), agent);
      return isShort;
    },
    take({ cursor: upTo, instructions }: Pick<LooseReply, 'cursor' | 'instructions'>, agent: Agent | undefined) {
      const after = cursor.read();
      cursor.advance(upTo);
      if (agent) hand(instructions, agent);
      else if (missed || waiting.length + instructions.length > WAITING_COUNT_MAX) missed ??= { after };
      else waiting.push(...instructions);
    },
  };
}
