import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { PublishedRuleSet } from 'rewindow/wire';
import type { RuleTables } from '../index/tables.ts';
import type { AppStore, Archive, IndexedSegment, InstructionStore, RuleStore } from '../ports/index.ts';
import { createRuleCatalog, type Publication, type PublishOptions } from './catalog.ts';
import { createMonitorTriggers, type Fired, type MonitorTriggersDeps, type Refusal } from './monitorTriggers.ts';
import type { ReportOutgrown } from './outgrown.ts';
import { registerRulesRoutes, registerStageRoutes, type RulesRoutesDeps } from './routes.ts';
import { registerSchemaRoute } from './schemaRoute.ts';
import { createSqliteRuleStore } from './sqliteRuleStore.ts';
import { chooseRevision, type Standing } from './stage.ts';

export type { Publication, PublishOptions } from './catalog.ts';
export type { Fired, Refusal } from './monitorTriggers.ts';
export { createMonitorTriggers } from './monitorTriggers.ts';
export { createAppGuard } from './routes.ts';
export { chooseRevision, type Standing } from './stage.ts';

export interface RulesDeps {
  database: Kysely<RuleTables>;
  apps: Pick<AppStore, 'get'>;
  sessions: MonitorTriggersDeps['sessions'];
  archive: Pick<Archive, 'get'>;
  instructions: Pick<InstructionStore, 'listBySession'>;
  now: () => number;
  /** Called after other sessions than before have a rule set. */
  onPublish(app: string): void;
  /** Gives the instructions of a trigger that fired in the monitor. */
  issue(fired: Fired): Promise<unknown>;
  /** Lists the instructions of one that fired too deep, or only says so. */
  refuse(fired: Fired, refusal: Refusal): Promise<unknown>;
  /** An agent of the session is connected. */
  isLive(sessionId: string): boolean;
  /** A revision that was published is not understood any more. */
  reportOutgrown?: ReportOutgrown | undefined;
  /** Something failed that nobody waits for. */
  report(error: unknown): void;
}

/** Rule sets: publishing, the routes of the console, and the triggers that run in the monitor. */
export interface Rules {
  store: RuleStore;
  /**
   * What agents of the session should have; without a session, what all have that are not in a stage. Undefined before the
   * first rule set is published.
   */
  current(app: string, sessionId?: string): Promise<PublishedRuleSet | undefined>;
  standing(app: string): Promise<Standing>;
  /** @throws {ApiError} `rule_set_invalid`, `rule_set_stale`, `stage_running`, `stage_share_lowered` */
  publish(app: string, text: string, options?: PublishOptions): Promise<Publication>;
  /** Runs the triggers of the monitor over a segment's records. The same segment again gives the same instructions once. */
  followSegment(segment: IndexedSegment): Promise<void>;
  /** The session is erased. */
  forgetSession(sessionId: string): Promise<void>;
  registerRoutes(app: FastifyInstance, guards: Pick<RulesRoutesDeps, 'requireLogin' | 'caveats'>): void;
}

export function createRules({ database, apps, onPublish, ...deps }: RulesDeps): Rules {
  const { now } = deps;
  const store = createSqliteRuleStore(database);
  const catalog = createRuleCatalog({ store, now, onPublish, reportOutgrown: deps.reportOutgrown });
  const current = async (app: string, sessionId?: string) => {
    const standing = await catalog.standing(app);
    return sessionId === undefined ? standing.current?.published : chooseRevision(standing, sessionId);
  };
  const triggers = createMonitorTriggers({ ...deps, current });
  return {
    store,
    current,
    standing: catalog.standing,
    publish: catalog.publish,
    followSegment: triggers.followSegment,
    forgetSession: triggers.forgetSession,
    registerRoutes(app, guards) {
      const routes = { store, catalog, apps, ...guards };
      registerRulesRoutes(app, routes);
      registerStageRoutes(app, routes);
      registerSchemaRoute(app);
      app.addHook('onClose', triggers.stop);
    },
  };
}
