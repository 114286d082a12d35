import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import type { Instruction, PublishedRuleSet } from 'rewindow/wire';
import type { AppStore, InstructionStore, SessionIndex } from '../ports/index.ts';
import type { Standing } from '../rules/index.ts';
import { registerAgentRoutes } from './agentRoutes.ts';
import { registerConsoleRoutes } from './consoleRoutes.ts';
import { issueInstruction, type IssueOrder } from './issue.ts';
import { CONNECTIONS_PER_ADDRESS, createPerAddress } from './perAddress.ts';
import { createPresence, type Presence } from './presence.ts';
import type { AnswerDeps } from './answer.ts';
import { refuseInstruction, type Refusal } from './refuse.ts';
import { createRuleTexts, type Sign } from './ruleTexts.ts';
import { createSqliteInstructionStore } from './sqliteInstructionStore.ts';
import { createTapEchoes } from './tapEchoes.ts';
import { registerTapRoutes } from './tapRoutes.ts';
import type { InstructionDatabase } from './userInstructions.ts';
import { createWaiters } from './waiters.ts';

export type { IssueOrder } from './issue.ts';
export type { Presence } from './presence.ts';

export interface FeedbackDeps extends Pick<AnswerDeps, 'currentTrial' | 'audiences'> {
  database: InstructionDatabase;
  apps: Pick<AppStore, 'get'>;
  sessions: Pick<SessionIndex, 'getSession' | 'isErased'>;
  /** What agents of the session should have. */
  currentRules(app: string, sessionId?: string): Promise<PublishedRuleSet | undefined>;
  /** What is current and what is staged. */
  standing(app: string): Promise<Standing>;
  /** Absent: rule sets go out unsigned. */
  sign?: Sign;
  /** Questions and streams that one address may have held at a time; 0 for no limit. */
  connectionsPerAddress?: number | undefined;
  now: () => number;
}

/** The channel from the monitor to the agents: who is connected, what they are told, and what they said of it. */
export interface Feedback {
  store: InstructionStore;
  presence: Presence;
  issue(order: IssueOrder): Promise<Instruction>;
  /** Lists an instruction as failed, without giving it. */
  refuse(order: IssueOrder, refusal: Refusal): Promise<void>;
  /** Rule sets, a trial or audiences of the app have changed: its connections hear of it. */
  wakeApp(app: string): void;
  /** What is known of the session has changed, and with it perhaps its audiences. */
  wakeSession(sessionId: string): void;
  /** Held connections now. */
  heldCount(): number;
  registerRoutes(app: FastifyInstance, guards: FeedbackGuards): void;
  /** Answers all held connections, so that the server can close. Called by itself before it does. */
  stop(): void;
}
export interface FeedbackGuards {
  checkAgent: preHandlerAsyncHookHandler;
  requireLogin: preHandlerAsyncHookHandler;
}

export function createFeedback({ database, sign, connectionsPerAddress, ...deps }: FeedbackDeps): Feedback {
  const store = createSqliteInstructionStore(database, deps.now);
  const waiters = createWaiters();
  const presence = createPresence(deps.now);
  const echoes = createTapEchoes({ ...deps, wakeSession: waiters.wakeSession });
  const perAddress = createPerAddress({ countMax: connectionsPerAddress ?? CONNECTIONS_PER_ADDRESS, now: deps.now });
  const all = { ...deps, perAddress, store, waiters, presence, ruleText: createRuleTexts(sign), random: Math.random };
  return {
    store,
    presence,
    issue: (order) => issueInstruction(all, order),
    refuse: (order, refusal) => refuseInstruction(all, order, refusal),
    wakeApp: (app) => {
      waiters.wakeApp(app, 'rules');
    },
    wakeSession: waiters.wakeSession,
    heldCount: waiters.count,
    registerRoutes(app, guards) {
      const acknowledge: InstructionStore['acknowledge'] = async (key, words) => {
        await store.acknowledge(key, words);
        await echoes.note(key, words);
      };
      registerAgentRoutes(app, { ...all, ...guards, store: { ...store, acknowledge } });
      registerTapRoutes(app, { ...all, ...guards, echoes });
      registerConsoleRoutes(app, { ...all, ...guards });
      app.addHook('preClose', async () => {
        waiters.stop();
      });
    },
    stop: waiters.stop,
  };
}
