import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { ruleSetSchema } from './ruleSetSchema.ts';

/** Editors ask for it again after so long. */
const MAX_AGE_S = 3_600;

/** The schema of rule sets, for everybody: it says nothing of the monitor's own data. */
export function registerSchemaRoute(app: FastifyInstance): void {
  const text = JSON.stringify(ruleSetSchema());
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const schema = { summary: 'The JSON Schema of rule sets, version 1.', tags: ['operation'] };
  app.get('/v1/rules/schema.json', { schema }, async (request, reply) => {
    reply.header('etag', etag).header('cache-control', `public, max-age=${String(MAX_AGE_S)}`);
    reply.header('access-control-allow-origin', '*');
    if (request.headers['if-none-match'] === etag) return reply.status(304).send();
    return reply.type('application/schema+json').send(text);
  });
}
