import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { AppKey } from 'rewindow/wire';
import * as v from 'valibot';
import type { AppStore, StoredApp } from '../ports/index.ts';
import { ApiError } from './apiError.ts';

/** Routes that pages of other origins may call. */
const AGENT_PATHS = [
  ...['/v1/segments', '/v1/summaries', '/v1/acknowledgements', '/v1/consent'],
  ...['/v1/feedback', '/v1/feedback/stream'],
];

/**
 * Lets through requests that name a known app and come from one of its origins. No `Origin` header means no page of
 * another origin, so there is nothing to refuse.
 * @throws {ApiError} `app_unknown`, `origin_refused`
 */
export function createAgentGuard(apps: AppStore): preHandlerAsyncHookHandler {
  return async (request) => {
    const app = await findApp(apps, request);
    if (app === undefined) throw new ApiError('app_unknown', 403, 'There is no application with this key.');
    const { origin } = request.headers;
    if (origin !== undefined && !allowsOrigin(app, origin)) {
      throw new ApiError('origin_refused', 403, `The application does not allow the origin ${origin}.`);
    }
  };
}

/** Answers cross-origin requests of agents, preflights too, for the origins that the app named in the query allows. */
export async function registerAgentCors(server: FastifyInstance, apps: AppStore): Promise<void> {
  await server.register(cors, {
    delegator: async (request: FastifyRequest) => {
      const { origin } = request.headers;
      const isAgent = isAgentPath(request.url.split('?')[0] ?? '');
      const app = isAgent && origin !== undefined ? await findApp(apps, request) : undefined;
      const allowed = app !== undefined && origin !== undefined && allowsOrigin(app, origin);
      return {
        origin: allowed ? [origin] : false,
        methods: ['GET', 'POST', 'PUT'],
        exposedHeaders: ['ETag', 'Retry-After'],
        maxAge: 600,
        strictPreflight: false,
      };
    },
  });
}

function isAgentPath(path: string): boolean {
  return AGENT_PATHS.includes(path) || path.startsWith('/v1/assets/');
}

async function findApp(apps: AppStore, request: FastifyRequest): Promise<StoredApp | undefined> {
  const query = v.safeParse(v.object({ app: AppKey }), request.query);
  return query.success ? await apps.get(query.output.app) : undefined;
}

function allowsOrigin(app: StoredApp, origin: string): boolean {
  return app.allowedOrigins.includes('*') || app.allowedOrigins.includes(origin);
}
