import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Short, because the address of the script has no version: a new release is on every page within minutes. */
const MAX_AGE_MS = 5 * 60_000;

/**
 * Serves the agent's script and its chunks under `/agent/` to pages of any origin. Types and the build for bundlers stay
 * unserved.
 */
export async function registerAgentFiles(app: FastifyInstance, { folder }: { folder: string }): Promise<void> {
  if (!existsSync(folder)) {
    app.get('/agent/*', { schema: { hide: true } }, (_request, reply) =>
      reply.status(404).type('text/plain').send('The agent has not been built. Run: npm run build\n'),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/agent/',
    decorateReply: false,
    index: false,
    schemaHide: true,
    maxAge: MAX_AGE_MS,
    allowedPath: (pathName) => /^\/(?!types\/|npm\/)[\w./-]+\.js(\.map)?$/.test(pathName),
    setHeaders(reply) {
      void reply.header('access-control-allow-origin', '*');
      void reply.header('cross-origin-resource-policy', 'cross-origin');
      void reply.header('x-content-type-options', 'nosniff');
    },
  });
}
