import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createAgentGuard } from '../api/agentAccess.ts';
import { createApps, type AppDraft, type Apps } from '../apps/apps.ts';
import { registerAppRoutes } from '../apps/routes.ts';
import { registerAssetRoutes } from '../assets/routes.ts';
import { createOperator } from '../auth/operator.ts';
import { createLoginGuard } from '../auth/requireLogin.ts';
import { registerAuthRoutes } from '../auth/routes.ts';
import { createFeedback, type Feedback } from '../feedback/index.ts';
import { createIngest } from '../ingest/ingest.ts';
import { registerIngestRoutes } from '../ingest/routes.ts';
import { createInProcessLog } from '../log/inProcessLog.ts';
import type { IndexedSegment, Log } from '../ports/index.ts';
import { registerSessionRoutes } from '../replay/routes.ts';
import { createSessions } from '../replay/sessions.ts';
import type { Rules } from '../rules/index.ts';
import type { Audiences, Countries } from '../audience/index.ts';
import { joinAudiences, openCountriesOf, type AudienceOptions } from './audiences.ts';
import { buildApp } from './buildApp.ts';
import { agentFolder, consoleFolder, readVersion } from './installation.ts';
import { openRules } from './openRules.ts';
import { createRuleDesk, type RuleDesk } from './ruleDesk.ts';
import { openStores, type Stores } from './stores.ts';

export interface MonitorOptions extends AudienceOptions {
  /** Holds everything that is kept; made where there is none. */
  dataDir: string;
  /** 4100 where absent; 0 takes any that is free. */
  port?: number;
  /** Address to listen on; `localhost` where absent, so that nobody else gets in unasked. */
  host?: string;
  /** The operator's password. Where absent, the stored one stays, or one is generated at the first start. */
  adminPassword?: string | undefined;
  /**
   * Addresses of the reverse proxies in front (`loopback`, `10.0.0.0/8`, …; comma-separated). Only with it the monitor
   * knows that it is reached by https, and who asks.
   */
  trustProxy?: string | undefined;
  /** Feedback connections that one address may have held at a time; 1,000 where absent, 0 for no limit. */
  connectionsPerAddress?: number | undefined;
  logger: FastifyBaseLogger;
  now?: () => number;
  /** Builds of the agent and of the console, where they are not those of the installed packages. */
  folders?: { agent?: string; console?: string };
  /** Adds pages and routes of one's own to the same server. */
  extend?: (app: FastifyInstance, monitor: MonitorHands) => Promise<void>;
}

/** What can be done with a monitor from the same process. */
export interface MonitorHands {
  /** Adds the app where its key is not known. */
  ensureApp(draft: AppDraft & { key: string }): Promise<void>;
  /** @throws {ApiError} `rule_set_invalid` with the problems as detail */
  publishRules: Rules['publish'];
  /** Undefined before the first rule set of the app is published. */
  currentRules: Rules['current'];
  issue: Feedback['issue'];
  /** Resolves when all that has arrived is indexed. */
  settled(): Promise<void>;
}

export interface Monitor extends MonitorHands {
  app: FastifyInstance;
  /** The operator's password, at the first start without a given one only. Nobody can read it again. */
  generatedPassword: string | undefined;
  /** Resolves to the address, with a slash at its end. */
  listen(): Promise<string>;
  /** Answers what is under way, finishes what has arrived, and releases the data. */
  close(): Promise<void>;
}

/** Composes the monitor; it listens when it is told to. What a crash left unindexed is indexed first. */
export async function createMonitor(options: MonitorOptions): Promise<Monitor> {
  const stores = await openStores(options);
  try {
    return await compose(options, stores);
  } catch (error) {
    await stores.close();
    throw error;
  }
}

async function compose(options: MonitorOptions, stores: Stores): Promise<Monitor> {
  const { logger, now = Date.now, port = 4100, host = 'localhost', trustProxy } = options;
  const operator = createOperator({ credentials: stores.credentials, now });
  const log = createInProcessLog({
    report: (err, { key }) => {
      logger.error({ err, key }, 'a segment could not be processed; the next start tries again');
    },
  });
  const countries = await openCountriesOf(options, logger);
  const parts = assembleParts(stores, { ...options, log, logger, now, countries });
  const hands = assembleHands(parts, log);
  const app = await buildApp({
    logger,
    version: readVersion(),
    now,
    trustProxy,
    apps: stores.apps,
    folders: { agent: agentFolder(), console: consoleFolder(), ...options.folders },
    async registerRoutes(server) {
      registerRoutes(server, parts, { operator, stores, now });
      await options.extend?.(server, hands);
    },
  });
  const recoveredCount = await parts.ingest.recover();
  if (recoveredCount > 0) logger.warn({ recoveredCount }, 'segments were archived, but not indexed: doing so now');
  await app.ready();
  // Last: what fails before leaves no password behind that nobody was told.
  const generatedPassword = await operator.prepare(options.adminPassword);
  return {
    ...hands,
    app,
    generatedPassword,
    listen: async () =>
      `${(await app.listen({ port, host })).replace('127.0.0.1', 'localhost').replace('[::1]', 'localhost')}/`,
    close: once(async () => {
      await app.close();
      countries?.stop();
      await log.close();
      await stores.close();
    }),
  };
}

interface Parts {
  rules: Rules;
  feedback: Feedback;
  ingest: ReturnType<typeof createIngest>;
  sessions: ReturnType<typeof createSessions>;
  apps: Apps;
  audiences: Audiences;
  desk: RuleDesk;
}

type PartsOptions = Pick<MonitorOptions, 'trustProxy' | 'countryHeader' | 'connectionsPerAddress'> & {
  log: Log;
  logger: FastifyBaseLogger;
  now: () => number;
  countries: Countries | undefined;
};

function assembleParts(
  stores: Stores,
  { log, logger, now, countries, trustProxy, countryHeader, connectionsPerAddress }: PartsOptions,
): Parts {
  const { archive, index, database, signing } = stores;
  const known = { database, apps: stores.apps, sessions: index, now };
  const rules: Rules = openRules({ ...known, archive, logger, feedback: () => feedback });
  const desk = createRuleDesk({
    ...{ stores, rules, logger, now },
    audiences: () => audiences,
    feedback: () => feedback,
  });
  const { audiences, ...users } = joinAudiences(
    {
      ...{ ...known, rules: rules.store, countries, trustProxy, countryHeader },
      onChange: (app) => {
        feedback.wakeApp(app);
      },
    },
    (_app, sessionId) => {
      feedback.wakeSession(sessionId);
    },
  );
  const feedback = createFeedback({
    ...{ ...known, currentRules: rules.current, standing: rules.standing, sign: signing.sign },
    connectionsPerAddress,
    currentTrial: desk.currentTrial,
    audiences: ({ app, page: { sessionId } }, published, request) =>
      audiences.judge(app, published, { sessionId, ...audiences.placeOf(request) }),
  });
  const onSegment = async (segment: IndexedSegment) => {
    users.followSegment(segment);
    await rules.followSegment(segment);
    await desk.followSegment(segment);
  };
  return {
    ...{ rules, feedback, audiences, desk },
    apps: createApps({ store: stores.apps, index, now }),
    ingest: desk.watchSummaries(users.watchSummaries(createIngest({ archive, index, log, onSegment }))),
    sessions: createSessions({
      archive,
      index,
      assets: stores.assets,
      presence: feedback.presence,
      instructions: feedback.store,
      async forget(sessionId) {
        await rules.forgetSession(sessionId);
        await desk.forgetSession(sessionId);
        await feedback.store.removeSession(sessionId);
      },
      report: (err) => {
        logger.error({ err }, 'a segment of the archive can not be read');
      },
    }),
  };
}

function registerRoutes(
  app: FastifyInstance,
  parts: Parts,
  { operator, stores, now }: { operator: ReturnType<typeof createOperator>; stores: Stores; now: () => number },
): void {
  const requireLogin = createLoginGuard(operator);
  const checkAgent = createAgentGuard(stores.apps);
  registerIngestRoutes(app, { ingest: parts.ingest, instructions: parts.feedback.store, checkAgent, now });
  registerAssetRoutes(app, { assets: stores.assets, index: stores.index, checkAgent, requireLogin, now });
  registerAuthRoutes(app, { operator, requireLogin });
  registerAppRoutes(app, { apps: parts.apps, ruleKey: stores.signing.ruleKey, requireLogin });
  registerSessionRoutes(app, { sessions: parts.sessions, checkAgent, requireLogin, now });
  parts.rules.registerRoutes(app, { requireLogin, caveats: parts.audiences.caveats });
  parts.audiences.registerRoutes(app, { requireLogin });
  parts.desk.registerRoutes(app, { requireLogin });
  parts.feedback.registerRoutes(app, { checkAgent, requireLogin });
}

function assembleHands({ apps, rules, feedback }: Parts, log: Log): MonitorHands {
  return {
    ensureApp: apps.ensure,
    publishRules: rules.publish,
    currentRules: rules.current,
    issue: feedback.issue,
    settled: () => log.settled(),
  };
}

function once(run: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= run());
}
