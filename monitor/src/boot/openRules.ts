import type { FastifyBaseLogger } from 'fastify';
import type { Feedback } from '../feedback/index.ts';
import { createRules, type Rules, type RulesDeps } from '../rules/index.ts';

export type OpenRulesDeps = Pick<RulesDeps, 'database' | 'apps' | 'sessions' | 'archive' | 'now'> & {
  logger: FastifyBaseLogger;
  /** Rules and feedback need each other; when a rule acts, both are there. */
  feedback: () => Feedback;
};

/** Rule sets that act through the feedback channel. */
export function openRules({ logger, feedback, ...known }: OpenRulesDeps): Rules {
  return createRules({
    ...known,
    instructions: { listBySession: (app, sessionId) => feedback().store.listBySession(app, sessionId) },
    onPublish: (app) => {
      feedback().wakeApp(app);
    },
    issue: (fired) => feedback().issue(fired),
    refuse: (fired, refusal) => feedback().refuse(fired, refusal),
    isLive: (sessionId) => feedback().presence.isLive(sessionId),
    reportOutgrown: (outgrown) => {
      logger.warn(outgrown, 'a revision is not understood any more: publish its rules anew');
    },
    report: (err) => {
      logger.error({ err }, 'the triggers of a session could not be followed');
    },
  });
}
