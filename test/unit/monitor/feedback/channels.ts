import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, vi } from 'vitest';
import { registerErrorReplies } from '../../../../monitor/src/api/errorReply.ts';
import { createFeedback, type Feedback, type FeedbackDeps } from '../../../../monitor/src/feedback/index.ts';
import { openDatabase } from '../../../../monitor/src/index/database.ts';
import { createRules, type Rules } from '../../../../monitor/src/rules/index.ts';
import { APP } from '../core/monitors.ts';

export interface Channel {
  app: FastifyInstance;
  address: string;
  rules: Rules;
  feedback: Feedback;
  /** Resolves when exactly so many questions are held. */
  untilHeld(count: number): Promise<void>;
}

/** Hands out the feedback channel alone on a server of its own: no login, no origins. All are closed after each test. */
export function useChannels(): (more?: Partial<FeedbackDeps>) => Promise<Channel> {
  const endings: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  return async (more) => {
    const database = openDatabase(':memory:');
    const known = {
      database,
      apps: { get: (key: string) => Promise.resolve({ key, name: key, allowedOrigins: ['*'], createdAt: 0 }) },
      sessions: {
        getSession: () => Promise.resolve(undefined),
        isErased: () => Promise.resolve(false),
        listPages: () => Promise.resolve([]),
        listSummaries: () => Promise.resolve([]),
        describeUser: () => Promise.reject(new Error('there is no index')),
      },
      archive: { get: () => Promise.resolve(undefined) },
      now: Date.now,
    };
    const rules: Rules = createRules({
      ...known,
      onPublish: (app) => {
        feedback.wakeApp(app);
      },
      issue: (fired) => feedback.issue(fired),
      refuse: (fired, refusal) => feedback.refuse(fired, refusal),
      isLive: (sessionId) => feedback.presence.isLive(sessionId),
      instructions: { listBySession: (app, sessionId) => feedback.store.listBySession(app, sessionId) },
      report: (error) => {
        throw error;
      },
    });
    const feedback = createFeedback({ ...known, currentRules: rules.current, standing: rules.standing, ...more });
    const app = fastify({ forceCloseConnections: true });
    registerErrorReplies(app);
    const pass = () => Promise.resolve();
    rules.registerRoutes(app, { requireLogin: pass });
    feedback.registerRoutes(app, { checkAgent: pass, requireLogin: pass });
    endings.push(
      () => database.destroy(),
      () => app.close(),
    );
    const address = await app.listen({ port: 0 });
    const untilHeld = (count: number) =>
      vi.waitUntil(() => feedback.heldCount() === count, { timeout: 20_000, interval: 5 }).then(() => undefined);
    return { app, address, rules, feedback, untilHeld };
  };
}

export { APP };
