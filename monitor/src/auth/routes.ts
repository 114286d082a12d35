import type {} from '@fastify/cookie';
import type {} from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { ApiError } from '../api/apiError.ts';
import { LoginBody, LoginReply, MeReply, PasswordBody } from '../api/contract.ts';
import { defineRoute } from '../api/route.ts';
import type { Login, Operator } from './operator.ts';
import { COOKIE, readToken } from './requireLogin.ts';

/** Guesses per minute and address. */
const LOGINS_PER_MINUTE = 20;

export function registerAuthRoutes(
  app: FastifyInstance,
  { operator, requireLogin }: { operator: Operator; requireLogin: preHandlerAsyncHookHandler },
): void {
  const rateLimit = {
    max: LOGINS_PER_MINUTE,
    timeWindow: 60_000,
    errorResponseBuilder: (_request: FastifyRequest, { ttl }: { ttl: number }) =>
      new ApiError(
        'too_many_requests',
        429,
        `Too many tries; the next is possible in ${String(Math.ceil(ttl / 1000))} s.`,
      ),
  };
  defineRoute(app, {
    method: 'POST',
    url: '/v1/login',
    summary: 'Log in with the password; answers a token and sets it as cookie, too.',
    tag: 'operation',
    ...{ body: LoginBody, errors: { login_refused: 401 } },
    reply: LoginReply,
    config: { rateLimit },
    handle: async ({ body, reply }) => setCookie(reply, await operator.login(body.password)),
  });
  defineRoute(app, {
    method: 'POST',
    url: '/v1/logout',
    summary: 'End this login.',
    tag: 'console',
    guards: [requireLogin],
    async handle({ request, reply }) {
      const token = readToken(request);
      if (token !== undefined) await operator.logout(token);
      reply.clearCookie(COOKIE, { path: '/' });
      return undefined;
    },
  });
  defineRoute(app, {
    method: 'GET',
    url: '/v1/me',
    summary: 'Whether the caller is logged in.',
    tag: 'console',
    guards: [requireLogin],
    reply: MeReply,
    handle: () => Promise.resolve({ isLoggedIn: true as const }),
  });
  defineRoute(app, {
    method: 'POST',
    url: '/v1/password',
    summary: 'Change the password; ends all other logins.',
    tag: 'console',
    guards: [requireLogin],
    config: { rateLimit },
    ...{ body: PasswordBody, invalidCode: 'password_weak' as const, errors: { login_refused: 401 } },
    reply: LoginReply,
    handle: async ({ body, reply }) => setCookie(reply, await operator.changePassword(body.current, body.next)),
  });
}

function setCookie(reply: FastifyReply, login: Login): Login {
  reply.setCookie(COOKIE, login.token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: 'auto',
    expires: new Date(login.expiresAt),
  });
  return login;
}
