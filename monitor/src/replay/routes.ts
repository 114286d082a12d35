import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { Uuid } from 'rewindow/wire';
import * as v from 'valibot';
import { RecordsQuery, RecordsReply, SessionDetail, SessionsQuery, SessionsReply } from '../api/contract.ts';
import { defineRoute } from '../api/route.ts';
import type { Sessions } from './sessions.ts';

export function registerSessionRoutes(
  app: FastifyInstance,
  { sessions, requireLogin }: { sessions: Sessions; requireLogin: preHandlerAsyncHookHandler },
): void {
  const common = { tag: 'console' as const, guards: [requireLogin] };
  const params = v.object({ sessionId: Uuid });
  defineRoute(app, {
    ...common,
    method: 'GET',
    url: '/v1/sessions',
    summary: 'Sessions that pass all filters, newest first.',
    query: SessionsQuery,
    reply: SessionsReply,
    handle: ({ query }) => sessions.search(query),
  });
  defineRoute(app, {
    ...common,
    method: 'GET',
    url: '/v1/sessions/:sessionId',
    summary: 'A session with its pages, ranges, gaps, summaries and instructions.',
    params,
    reply: SessionDetail,
    handle: ({ params: { sessionId } }) => sessions.getDetail(sessionId),
  });
  defineRoute(app, {
    ...common,
    method: 'GET',
    url: '/v1/sessions/:sessionId/records',
    summary: 'Archived records in the total order of the session.',
    params,
    query: RecordsQuery,
    reply: RecordsReply,
    handle: ({ params: { sessionId }, query }) => sessions.listRecords(sessionId, query),
  });
  defineRoute(app, {
    ...common,
    method: 'DELETE',
    url: '/v1/sessions/:sessionId',
    summary: 'Erase a session: archive, index and instructions.',
    params,
    async handle({ params: { sessionId } }) {
      await sessions.erase(sessionId);
      return undefined;
    },
  });
}
