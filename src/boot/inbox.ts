import type { PageStorage } from '../browser/storage.ts';
import type { LooseReply } from '../feedback/reply.ts';
import type { Agent } from './agent.ts';
import { createCursor } from './monitorAddress.ts';

/** Instructions that wait for the agent's code. */
const WAITING_COUNT_MAX = 200;

/** Hands instructions to the agent, and remembers how far they have been dealt with. */
export function createInbox(storage: PageStorage, sessionId: string) {
  const cursor = createCursor(storage, sessionId);
  let waiting: unknown[] = [];
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
    reset: cursor.reset,
    /** The agent's code is there. */
    open(agent: Agent) {
      hand(waiting.splice(0), agent);
    },
    take(reply: Pick<LooseReply, 'cursor' | 'instructions'>, agent: Agent | undefined) {
      cursor.advance(reply.cursor);
      if (agent) hand(reply.instructions, agent);
      else waiting = [...waiting, ...reply.instructions].slice(-WAITING_COUNT_MAX);
    },
  };
}
