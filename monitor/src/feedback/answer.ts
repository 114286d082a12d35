import type { FastifyRequest } from 'fastify';
import type { PublishedRuleSet } from 'rewindow/wire';
import type { InstructionStore } from '../ports/index.ts';
import { isAddressed, type Question } from './question.ts';
import type { Ear, WakeCause, Waiters } from './waiters.ts';

export interface AnswerDeps {
  store: Pick<InstructionStore, 'listAfter'>;
  waiters: Pick<Waiters, 'open'>;
  /** What the session should have; undefined before the first rule set is published. */
  currentRules(app: string, sessionId: string): Promise<PublishedRuleSet | undefined>;
  /** What the session tries without effect. */
  currentTrial?(app: string, sessionId: string): Promise<PublishedRuleSet | undefined>;
  /** Ids, in order, of the audiences of the rule set that the page is in, as far as the monitor decides. */
  audiences?(question: Question, published: PublishedRuleSet, request: FastifyRequest): Promise<string[]>;
  ruleText(app: string, published: PublishedRuleSet): string;
  now: () => number;
}

export interface Answer {
  /** A `FeedbackReply` as JSON. */
  text: string;
  /** Names what it says, the time aside: an ETag without its quotes. */
  tag: string;
  isNews: boolean;
  /** What the page would ask with after this answer. */
  next: Question;
}

/**
 * Answers at once where there is something to say; else holds the question until there is, or its time is up.
 * @param closed the connection is gone: nobody waits any more, and the answer is undefined
 */
export async function answerQuestion(
  deps: AnswerDeps,
  question: Question,
  { request, closed }: { request: FastifyRequest; closed: AbortSignal },
): Promise<Answer | undefined> {
  if (question.waitMs === 0) return look(deps, question, { request, cause: 'session' });
  const until = deps.now() + question.waitMs;
  // First the ears, then the question: what comes in between is heard.
  const ear = openEar(deps, question, closed);
  try {
    let asked = question;
    let cause: WakeCause = 'session';
    for (;;) {
      const answer = await look(deps, asked, { request, cause });
      if (isGone(closed)) return undefined;
      if (answer.isNews || cause === 'timeout' || cause === 'stopped') return answer;
      cause = await ear.next(Math.max(0, until - deps.now()));
      if (isGone(closed)) return undefined;
      // What was passed over is for other pages; no need to look at it again.
      asked = answer.next;
    }
  } finally {
    ear.close();
  }
}

export function openEar(
  { waiters }: Pick<AnswerDeps, 'waiters'>,
  { app, sessionIds }: Question,
  closed: AbortSignal,
): Ear {
  const ear = waiters.open({ app, sessionIds });
  closed.addEventListener('abort', ear.close, { once: true });
  return ear;
}

export function isGone(closed: AbortSignal): boolean {
  return closed.aborted;
}

/** What there is to say now. Only after news of its sessions the list of instructions is looked at. */
export async function look(
  deps: AnswerDeps,
  question: Question,
  { request, cause }: { request: FastifyRequest; cause: WakeCause },
): Promise<Answer> {
  const { app, after, page } = question;
  const [current, trial, found] = await Promise.all([
    deps.currentRules(app, page.sessionId),
    deps.currentTrial?.(app, page.sessionId),
    cause === 'session'
      ? deps.store.listAfter(app, question.sessionIds, after, deps.now())
      : { instructions: [], cursor: after ?? '0' },
  ]);
  const audiences = current ? await findAudiences(deps, question, { current, request }) : [];
  const instructions = found.instructions.filter((instruction) => isAddressed(instruction, question));
  const parts = [
    ...(current && current.hash !== question.rulesHash ? [`"rules":${deps.ruleText(app, current)}`] : []),
    ...(isKnown(audiences, question.audiences) ? [] : [`"audiences":${JSON.stringify(audiences)}`]),
    ...describeTrial(deps, question, trial),
    ...(instructions.length > 0 ? [`"instructions":${JSON.stringify(instructions)}`] : []),
  ];
  const rest = instructions.length > 0 ? parts : [...parts, '"instructions":[]'];
  return {
    text: `{"serverAt":${String(deps.now())},"cursor":${JSON.stringify(found.cursor)},${rest.join()}}`,
    tag: [current?.hash ?? 'none', found.cursor, ...audiences, ...(trial ? [trial.hash] : [])].join('.'),
    isNews: parts.length > 0,
    next: { ...question, rulesHash: current?.hash, audiences, trialHash: trial?.hash, after: found.cursor },
  };
}

function describeTrial({ ruleText }: AnswerDeps, { app, trialHash }: Question, trial?: PublishedRuleSet): string[] {
  if (trial?.hash === trialHash) return [];
  return [`"trial":${trial ? ruleText(app, trial) : 'null'}`];
}

async function findAudiences(
  { audiences }: AnswerDeps,
  question: Question,
  { current, request }: { current: PublishedRuleSet; request: FastifyRequest },
): Promise<string[]> {
  if (audiences === undefined || !current.rules.targeting.some(({ isGranted }) => isGranted)) return [];
  return audiences(question, current, request);
}

/** A page that was told nothing yet is in no audience. */
function isKnown(audiences: readonly string[], known: readonly string[] = []): boolean {
  return audiences.join() === known.join();
}
