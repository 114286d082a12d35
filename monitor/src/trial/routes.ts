import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { AppKey, LIMITS } from 'rewindow/wire';
import * as v from 'valibot';
import { TrialBody, TrialReply } from '../api/contract.ts';
import { defineRoute } from '../api/route.ts';
import type { Trials } from './trials.ts';

export interface TrialRoutesDeps {
  trials: Trials;
  /** Of the console, and of known applications. */
  guards: preHandlerAsyncHookHandler[];
}

export function registerTrialRoutes(app: FastifyInstance, { trials, guards }: TrialRoutesDeps): void {
  const common = {
    ...{ tag: 'console' as const, guards, reply: TrialReply },
    ...{ url: '/v1/apps/:key/rules/trial', params: v.object({ key: AppKey }) },
  };
  defineRoute(app, {
    ...common,
    method: 'GET',
    summary: 'The draft that is tried on live sessions, and what it would have done so far.',
    handle: ({ params: { key } }) => trials.describe(key),
  });
  defineRoute(app, {
    ...common,
    method: 'PUT',
    summary: 'Try a draft on live sessions without effect; it takes the place of one that is tried.',
    body: TrialBody,
    errors: { rule_set_invalid: 422 },
    bodyLimit: 4 * LIMITS.ruleSetBytes,
    handle: ({ params: { key }, body }) => trials.begin(key, body),
  });
  defineRoute(app, {
    ...common,
    method: 'DELETE',
    summary: 'End the trial.',
    handle: ({ params: { key } }) => trials.end(key),
  });
}
