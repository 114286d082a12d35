import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger, FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import type { PublishedRuleSet } from 'rewindow/wire';
import type { Audiences } from '../audience/index.ts';
import { createBacktests } from '../backtest/backtests.ts';
import { registerBacktestRoutes } from '../backtest/routes.ts';
import type { Feedback } from '../feedback/index.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { IndexedSegment } from '../ports/index.ts';
import { createAppGuard, createMonitorTriggers, type Fired, type Rules } from '../rules/index.ts';
import { registerTrialRoutes } from '../trial/routes.ts';
import { createTrials } from '../trial/trials.ts';
import { createSqliteTrialStore } from '../trial/trialStore.ts';
import { registerWhyRoutes } from '../why/routes.ts';
import type { Stores } from './stores.ts';

export interface RuleDeskDeps {
  stores: Stores;
  rules: Rules;
  audiences: () => Audiences;
  feedback: () => Feedback;
  logger: FastifyBaseLogger;
  now: () => number;
}

/** What an operator does with rules besides publishing them: back-tests, trials, and asking why. */
export interface RuleDesk {
  /** The draft that the session is to try. */
  currentTrial(app: string, sessionId: string): Promise<PublishedRuleSet | undefined>;
  /** Ingest that hears what agents say of a trial. */
  watchSummaries(ingest: Ingest): Ingest;
  followSegment(segment: IndexedSegment): Promise<void>;
  forgetSession(sessionId: string): Promise<void>;
  registerRoutes(app: FastifyInstance, guards: { requireLogin: preHandlerAsyncHookHandler }): void;
}

export function createRuleDesk(deps: RuleDeskDeps): RuleDesk {
  const { stores, rules, feedback, logger, now } = deps;
  const { archive, index, database } = stores;
  const report = (err: unknown) => {
    logger.error({ err }, 'a back-test or a trial has failed at something');
  };
  const onChange = (app: string) => {
    feedback().wakeApp(app);
  };
  const trials = createTrials({ store: createSqliteTrialStore(database), index, now, onChange });
  const triggers = createTrialTriggers(deps, trials, report);
  const backtests = createBacktests({
    ...{ archive, index, report, now, createId: randomUUID },
    audiences: {
      judgeAll: (app, targeting, asking) => deps.audiences().judgeAll(app, targeting, asking),
      caveats: (app, targeting) => deps.audiences().caveats(app, targeting),
    },
  });
  return {
    currentTrial: trials.current,
    watchSummaries: (ingest) => ({
      ...ingest,
      async storeSummary(app, summary) {
        await ingest.storeSummary(app, summary);
        await trials.noteSummary(app, summary);
      },
    }),
    // A trial that fails must not keep the segment from what is published.
    followSegment: (segment) => triggers.followSegment(segment).catch(report),
    async forgetSession(sessionId) {
      await triggers.forgetSession(sessionId);
      backtests.forgetSession(sessionId);
      await trials.forgetSession(sessionId);
    },
    registerRoutes(app, { requireLogin }) {
      const guards = [requireLogin, createAppGuard(stores.apps)];
      registerBacktestRoutes(app, { backtests, guards });
      registerTrialRoutes(app, { trials, guards });
      const { store, presence } = feedback();
      const why = { archive, index, instructions: store, presence, rules: rules.store, standing: rules.standing };
      registerWhyRoutes(app, { ...why, requireLogin });
      app.addHook('onClose', async () => {
        trials.stop();
        await Promise.all([backtests.stop(), triggers.stop()]);
      });
    },
  };
}

/** The triggers of the monitor that a trial has: they give nothing, and are counted. */
function createTrialTriggers(
  { stores: { archive, index }, feedback, now }: RuleDeskDeps,
  trials: ReturnType<typeof createTrials>,
  report: (error: unknown) => void,
) {
  const count = ({ app, address, triggerId, seed }: Fired) =>
    trials.noteFiring(app, address.sessionId, triggerId, seed.at);
  return createMonitorTriggers({
    ...{ archive, now, report, sessions: index, current: trials.current },
    instructions: { listBySession: async () => [] },
    isLive: (sessionId) => feedback().presence.isLive(sessionId),
    issue: count,
    refuse: count,
  });
}
