import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { AppKey, RuleId } from 'rewindow/wire';
import * as v from 'valibot';
import { ApiError } from '../api/apiError.ts';
import { UserListBody, UserListReply, UserListsReply } from '../api/contract.ts';
import { defineRoute } from '../api/route.ts';
import type { AppStore } from '../ports/index.ts';
import { createAppGuard } from '../rules/routes.ts';
import type { UserLists } from './userLists.ts';

export interface ListRoutesDeps {
  lists: UserLists;
  apps: Pick<AppStore, 'get'>;
  requireLogin: preHandlerAsyncHookHandler;
  now: () => number;
}

const AppParams = v.object({ key: AppKey });
const ListParams = v.object({ key: AppKey, list: RuleId });
/** 100,000 names of 200 characters, which take up to three bytes each; hardly any list comes near. */
const BODY_BYTES_MAX = 64_000_000;

/** The console's routes for the lists of users that audiences name. */
export function registerListRoutes(app: FastifyInstance, { lists, apps, requireLogin, now }: ListRoutesDeps): void {
  const common = { tag: 'console' as const, guards: [requireLogin, createAppGuard(apps)] };
  const one = { ...common, url: '/v1/apps/:key/lists/:list', params: ListParams };
  defineRoute(app, {
    ...common,
    method: 'GET',
    url: '/v1/apps/:key/lists',
    summary: 'All lists of users.',
    params: AppParams,
    reply: UserListsReply,
    handle: async ({ params: { key } }) => ({ lists: await lists.list(key) }),
  });
  defineRoute(app, {
    ...one,
    method: 'GET',
    summary: 'The users of a list.',
    reply: UserListReply,
    async handle({ params: { key, list } }) {
      const found = await lists.get(key, list);
      if (found === undefined) throw new ApiError('not_found', 404, `There is no list "${list}".`);
      return found;
    },
  });
  defineRoute(app, {
    ...one,
    method: 'PUT',
    summary: 'Make a list, or replace its users; pages that are connected have it within moments.',
    body: UserListBody,
    bodyLimit: BODY_BYTES_MAX,
    reply: UserListReply,
    async handle({ params: { key, list }, body }) {
      const stored = { id: list, users: [...new Set(body.users)], updatedAt: now() };
      await lists.put(key, stored);
      return stored;
    },
  });
  defineRoute(app, {
    ...one,
    method: 'DELETE',
    summary: 'Remove a list; audiences that name it are empty from then on.',
    async handle({ params: { key, list } }) {
      if (!(await lists.remove(key, list))) throw new ApiError('not_found', 404, `There is no list "${list}".`);
      return undefined;
    },
  });
}
