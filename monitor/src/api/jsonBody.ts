import type { FastifyInstance } from 'fastify';
import { ApiError } from './apiError.ts';
import { findExcess } from './jsonShape.ts';

/** Deeper than any body of ours; what is nested deeper can't be written again once it was read. Its length bounds the rest. */
const LIMITS = { depth: 200, valueCount: Infinity };

/** @throws {ApiError} `bad_request` */
export function parseJsonBody(text: string | Buffer): unknown {
  const bytes = Buffer.from(text);
  if (findExcess(bytes, LIMITS)) throw new ApiError('bad_request', 400, 'The body is nested too deep.');
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw new ApiError('bad_request', 400, 'The body is not JSON.');
  }
}

/**
 * JSON is parsed as such, text stays text, and everything else (no content type, too) stays bytes: routes say which of
 * them they take.
 */
export function registerBodyParsers(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseJsonBody(body));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
}
