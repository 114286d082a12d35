import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WireError, type ErrorCode, type ErrorReply } from 'rewindow/wire';
import { ApiError } from './apiError.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Code of the answer where the body is larger than the route takes. */
    tooLargeCode?: ErrorCode;
  }
}

/** Statuses of errors that are thrown without one, by code. */
const STATUS: { [C in ErrorCode]?: number } = {
  segment_too_large: 413,
  segment_corrupt: 422,
  segment_out_of_order: 422,
  segment_conflict: 409,
  session_erased: 410,
  record_invalid: 422,
  // No fault of the agent's: it tries again, and a monitor that is as new as the agent takes it.
  packing_unknown: 501,
  app_unknown: 403,
  origin_refused: 403,
  rule_set_stale: 409,
  stage_running: 409,
  stage_absent: 404,
  stage_share_lowered: 409,
  not_found: 404,
  login_required: 401,
  login_refused: 401,
  too_many_requests: 429,
  unsupported: 415,
  internal: 500,
};

/** The one place where an error becomes an answer. What is not meant for the caller is logged and stays here. */
export function registerErrorReplies(app: FastifyInstance): void {
  app.setErrorHandler(async (error, request, reply) => {
    const known = describe(error, request);
    if (known.status >= 500) request.log.error({ err: error }, 'a request failed');
    await reply
      .status(known.status)
      .type('application/json')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(toReply(known)));
  });
}

export function toReply({ code, message, detail }: ApiError): ErrorReply {
  return { error: { code, message, ...(detail === undefined ? {} : { detail }) } };
}

function describe(error: unknown, request: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof WireError) return new ApiError(error.code, STATUS[error.code] ?? 400, error.message);
  const status = statusOf(error);
  const message = error instanceof Error ? error.message : 'the request can not be served';
  if (status === 413) return new ApiError(request.routeOptions.config.tooLargeCode ?? 'bad_request', 413, message);
  if (status === 415) return new ApiError('unsupported', 415, message);
  if (status === 404) return new ApiError('not_found', 404, message);
  if (status >= 400 && status < 500) return new ApiError('bad_request', status, message);
  return new ApiError('internal', 500, 'The monitor failed to answer; its log says why.');
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return 500;
  return typeof error.statusCode === 'number' ? error.statusCode : 500;
}
