import type { FeedbackReply, PublishedRuleSet } from 'rewindow/wire';
import type { InstructionStore } from '../ports/index.ts';
import { isAddressed, type Question } from './question.ts';
import type { Waiters } from './waiters.ts';

export interface AnswerDeps {
  store: Pick<InstructionStore, 'listAfter'>;
  waiters: Waiters;
  /** Undefined before the first rule set is published. */
  currentRules(app: string): Promise<PublishedRuleSet | undefined>;
  now: () => number;
}

export interface Answer {
  reply: FeedbackReply;
  /** Names what the reply says, the time aside: an ETag without its quotes. */
  tag: string;
}

/**
 * Answers at once where there is something to say; else holds the question until there is, or its time is up.
 * @param closed the connection is gone: nobody waits any more, and the answer is undefined
 */
export async function answerQuestion(
  deps: AnswerDeps,
  question: Question,
  closed: AbortSignal,
): Promise<Answer | undefined> {
  const until = deps.now() + question.waitMs;
  let after = question.after;
  for (;;) {
    // First the ears, then the question: what comes in between is heard.
    const waiter = deps.waiters.wait(question, Math.max(0, until - deps.now()));
    const giveUp = () => waiter.cancel();
    closed.addEventListener('abort', giveUp);
    try {
      const answer = await look(deps, { ...question, after });
      if (isGone(closed)) return undefined;
      const { rules, instructions, cursor } = answer.reply;
      if (question.waitMs === 0 || rules !== undefined || instructions.length > 0) return answer;
      const cause = await waiter.woken;
      if (isGone(closed)) return undefined;
      if (cause !== 'news') return { ...answer, reply: { ...answer.reply, serverAt: deps.now() } };
      // What was passed over is for other pages; no need to look at it again.
      after = cursor;
    } finally {
      waiter.cancel();
      closed.removeEventListener('abort', giveUp);
    }
  }
}

function isGone(closed: AbortSignal): boolean {
  return closed.aborted;
}

async function look({ store, currentRules, now }: AnswerDeps, question: Question): Promise<Answer> {
  const [current, found] = await Promise.all([
    currentRules(question.app),
    store.listAfter(question.app, question.sessionIds, question.after, now()),
  ]);
  const isCurrent = current === undefined || current.hash === question.rulesHash;
  const reply = {
    serverAt: now(),
    cursor: found.cursor,
    ...(isCurrent ? {} : { rules: current }),
    instructions: found.instructions.filter((instruction) => isAddressed(instruction, question)),
  };
  return { reply, tag: `${current?.hash ?? 'none'}.${found.cursor}` };
}
