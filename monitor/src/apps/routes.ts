import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { AppKey } from 'rewindow/wire';
import * as v from 'valibot';
import { App, AppBody, AppPatch, AppsReply } from '../api/contract.ts';
import { defineRoute } from '../api/route.ts';
import type { Apps } from './apps.ts';

export function registerAppRoutes(
  app: FastifyInstance,
  { apps, ruleKey, requireLogin }: { apps: Apps; ruleKey: string; requireLogin: preHandlerAsyncHookHandler },
): void {
  const common = { tag: 'console' as const, guards: [requireLogin] };
  defineRoute(app, {
    ...common,
    method: 'GET',
    url: '/v1/apps',
    summary: 'All applications, and the key with which pages check rule sets.',
    reply: AppsReply,
    handle: async () => ({ apps: await apps.list(), ruleKey }),
  });
  defineRoute(app, {
    ...common,
    method: 'POST',
    url: '/v1/apps',
    summary: 'Add an application; a key is made up where none is given.',
    body: AppBody,
    errors: { bad_request: 409 },
    reply: App,
    status: 201,
    async handle({ body, reply }) {
      const added = await apps.add(body);
      reply.status(201);
      return added;
    },
  });
  defineRoute(app, {
    ...common,
    method: 'PATCH',
    url: '/v1/apps/:key',
    summary: 'Change name or allowed origins.',
    params: v.object({ key: AppKey }),
    body: AppPatch,
    reply: App,
    handle: ({ params, body }) => apps.change(params.key, body),
  });
}
