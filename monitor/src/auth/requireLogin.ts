import type {} from '@fastify/cookie';
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { ApiError } from '../api/apiError.ts';
import type { Operator } from './operator.ts';

export const COOKIE = 'rewindow_session';

/**
 * Lets through requests of a logged-in operator. A cookie goes along with what other sites make the browser send, so with
 * it a change must come from a page of this origin; a bearer token never goes along by itself.
 * @throws {ApiError} `login_required`, `origin_refused`
 */
export function createLoginGuard(operator: Operator): preHandlerAsyncHookHandler {
  return async (request) => {
    const bearer = readBearer(request);
    const token = bearer ?? request.cookies[COOKIE];
    if (token === undefined || !(await operator.isLoggedIn(token))) {
      throw new ApiError('login_required', 401, 'Log in first.');
    }
    if (bearer === undefined && !isRead(request) && !isSameOrigin(request)) {
      throw new ApiError('origin_refused', 403, 'Changes must come from the console itself.');
    }
  };
}

/** The token that the request carries, as bearer or cookie. */
export function readToken(request: FastifyRequest): string | undefined {
  return readBearer(request) ?? request.cookies[COOKIE];
}

function readBearer(request: FastifyRequest): string | undefined {
  return /^Bearer ([\w-]{20,100})$/i.exec(request.headers.authorization ?? '')?.[1];
}

function isRead(request: FastifyRequest): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = request.headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
