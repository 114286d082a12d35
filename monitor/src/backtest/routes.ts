import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { AppKey, LIMITS, Uuid } from 'rewindow/wire';
import * as v from 'valibot';
import { BacktestBody, BacktestReply } from '../api/contract.ts';
import { defineRoute } from '../api/route.ts';
import type { Backtests } from './backtests.ts';

export interface BacktestRoutesDeps {
  backtests: Backtests;
  /** Of the console, and of known applications. */
  guards: preHandlerAsyncHookHandler[];
}

const AppParams = v.object({ key: AppKey });
const BacktestParams = v.object({ key: AppKey, id: Uuid });

export function registerBacktestRoutes(app: FastifyInstance, { backtests, guards }: BacktestRoutesDeps): void {
  const common = { tag: 'console' as const, guards, reply: BacktestReply };
  defineRoute(app, {
    ...common,
    method: 'POST',
    url: '/v1/apps/:key/rules/backtests',
    summary: 'Run a draft over archived sessions: which rules would have fired, where, and at what cost.',
    params: AppParams,
    body: BacktestBody,
    errors: { rule_set_invalid: 422, too_many_requests: 429 },
    bodyLimit: 4 * LIMITS.ruleSetBytes,
    status: 202,
    async handle({ params: { key }, body, reply }) {
      const begun = backtests.begin(key, body);
      reply.status(202);
      return begun;
    },
  });
  const one = { ...common, url: '/v1/apps/:key/rules/backtests/:id', params: BacktestParams };
  defineRoute(app, {
    ...one,
    method: 'GET',
    summary: 'How far a back-test is, and what it has found. Kept for an hour after its end.',
    handle: async ({ params: { key, id } }) => backtests.look(key, id),
  });
  defineRoute(app, {
    ...one,
    method: 'DELETE',
    summary: 'End a back-test; what it has found so far stays.',
    handle: async ({ params: { key, id } }) => backtests.end(key, id),
  });
}
