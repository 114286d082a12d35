import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../api/apiError.ts';

/**
 * What the console may load. Recorded pages are shown in a frame without scripts; their styles, images, fonts and media
 * may come from anywhere, code may not.
 */
const CSP = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline' *",
  'img-src * data: blob:',
  'font-src * data:',
  'media-src * data: blob:',
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Addresses under these are never pages of the console. */
const OTHERS = /^\/(v1|agent|demo|assets)([/?]|$)/;

/**
 * Serves the console at `/`. Its pages have addresses of their own that no file has, so an unknown one is answered with
 * the console itself.
 */
export async function registerConsoleFiles(app: FastifyInstance, { folder }: { folder: string }): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    suppressWarning: true,
    wildcard: true,
    schemaHide: true,
    cacheControl: false,
    setHeaders: (reply, file) => setPageHeaders(reply, file),
  });
  app.setNotFoundHandler((request, reply) => {
    if (!asksForPage(request))
      throw new ApiError('not_found', 404, `There is nothing at ${request.url.split('?')[0] ?? ''}.`);
    if (existsSync(path.join(folder, 'index.html'))) return reply.status(200).sendFile('index.html');
    return reply
      .status(503)
      .type('text/plain; charset=utf-8')
      .send('The console has not been built. Run: npm run build\nThe API works all the same; see /openapi.json.\n');
  });
}

function setPageHeaders(reply: FastifyReply, file: string): void {
  const isNamedByContent = file.split(path.sep).includes('assets');
  void reply.header('cache-control', isNamedByContent ? IMMUTABLE : 'no-cache');
  void reply.header('x-content-type-options', 'nosniff');
  void reply.header('referrer-policy', 'no-referrer');
  if (file.endsWith('.html')) void reply.header('content-security-policy', CSP);
}

function asksForPage({ method, url }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && !OTHERS.test(url);
}
