import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import type { Kysely } from 'kysely';
import type { PublishedRuleSet } from 'rewindow/wire';
import type { RuleTables } from '../index/tables.ts';
import type { AppStore, IndexedSegment, RuleStore, SessionIndex } from '../ports/index.ts';
import { createRuleCatalog, type Publication } from './catalog.ts';
import { createMonitorTriggers, type Fired } from './monitorTriggers.ts';
import { registerRulesRoutes } from './routes.ts';
import { createSqliteRuleStore } from './sqliteRuleStore.ts';

export type { Publication } from './catalog.ts';
export type { Fired } from './monitorTriggers.ts';

export interface RulesDeps {
  database: Kysely<RuleTables>;
  apps: Pick<AppStore, 'get'>;
  sessions: Pick<SessionIndex, 'getSession'>;
  now: () => number;
  /** Called after a rule set is stored. */
  onPublish(app: string): void;
  /** Gives the instructions of a trigger that fired in the monitor. */
  issue(fired: Fired): Promise<unknown>;
}

/** Rule sets: publishing, the routes of the console, and the triggers that run in the monitor. */
export interface Rules {
  store: RuleStore;
  /** What agents of the app should have; undefined before the first rule set is published. */
  current(app: string): Promise<PublishedRuleSet | undefined>;
  /** @throws {ApiError} `rule_set_invalid`, `rule_set_stale` */
  publish(app: string, text: string, baseRevision?: number): Promise<Publication>;
  /** Runs the triggers of the monitor over a segment's records. The same segment again gives the same instructions once. */
  followSegment(segment: IndexedSegment): Promise<void>;
  /** The session is erased. */
  forgetSession(sessionId: string): void;
  registerRoutes(app: FastifyInstance, guards: { requireLogin: preHandlerAsyncHookHandler }): void;
}

export function createRules({ database, apps, sessions, now, onPublish, issue }: RulesDeps): Rules {
  const store = createSqliteRuleStore(database);
  const catalog = createRuleCatalog({ store, now, onPublish });
  const current = async (app: string) => (await catalog.current(app))?.published;
  const triggers = createMonitorTriggers({ current, sessions, issue });
  return {
    store,
    current,
    publish: catalog.publish,
    followSegment: triggers.followSegment,
    forgetSession: triggers.forgetSession,
    registerRoutes(app, guards) {
      registerRulesRoutes(app, { store, catalog, apps, ...guards });
    },
  };
}
