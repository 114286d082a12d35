import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { HealthReply } from '../api/contract.ts';
import { defineRoute } from '../api/route.ts';

/** OpenAPI 3.1 of all routes that are added after this. */
export async function registerOpenApi(app: FastifyInstance, { version }: { version: string }): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Rewindow monitor',
        version,
        description: 'Errors are answered as {error: {code, message, detail}}.',
      },
      tags: [
        { name: 'agent', description: 'For agents: named by app key, from allowed origins.' },
        { name: 'console', description: 'For operators: by bearer token or cookie.' },
        { name: 'operation', description: 'For everybody.' },
      ],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'rewindow_session' },
        },
      },
    },
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

export function registerHealth(app: FastifyInstance, deps: { version: string; now: () => number }): void {
  const startedAt = deps.now();
  defineRoute(app, {
    method: 'GET',
    url: '/healthz',
    summary: 'Whether the monitor runs.',
    tag: 'operation',
    reply: HealthReply,
    handle: () =>
      Promise.resolve({ status: 'ok' as const, version: deps.version, uptimeMs: Math.max(0, deps.now() - startedAt) }),
  });
}
