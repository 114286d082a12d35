import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { registerAgentCors } from '../api/agentAccess.ts';
import { registerErrorReplies } from '../api/errorReply.ts';
import { registerBodyParsers } from '../api/jsonBody.ts';
import { registerAgentFiles } from '../pages/agentFiles.ts';
import { registerConsoleFiles } from '../pages/consoleFiles.ts';
import { registerHealth, registerOpenApi } from '../pages/operation.ts';
import type { AppStore } from '../ports/index.ts';

/** A segment of 8 MB over a link of 30 KB/s takes this long. Longer requests are given up, so that none is for ever. */
const REQUEST_TIMEOUT_MS = 300_000;

export interface AppDeps {
  logger: FastifyBaseLogger;
  version: string;
  now: () => number;
  /** Addresses of proxies whose `X-Forwarded-…` count, comma-separated; without it those of nobody do. */
  trustProxy?: string | undefined;
  apps: AppStore;
  /** Builds of the agent and of the console; what is missing is said when it is asked for. */
  folders: { agent: string; console: string };
  /** Adds the routes under `/v1`, and whatever else stands in OpenAPI. */
  registerRoutes: (app: FastifyInstance) => Promise<void> | void;
}

/** The HTTP server with everything on it, not listening yet: tests call it by `inject`. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: deps.logger,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: deps.trustProxy ?? false,
    // Names of users stand in addresses: 200 characters, each of up to 12 as it is written there.
    routerOptions: { maxParamLength: 2_400 },
    // Held feedback connections would keep a monitor from stopping.
    forceCloseConnections: true,
  });
  registerErrorReplies(app);
  registerBodyParsers(app);
  await registerOpenApi(app, deps);
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  await registerAgentCors(app, deps.apps);
  registerHealth(app, deps);
  await deps.registerRoutes(app);
  await registerAgentFiles(app, { folder: deps.folders.agent });
  await registerConsoleFiles(app, { folder: deps.folders.console });
  return app;
}
