import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { AppKey, ConsentReply, ConsentWithdrawal, Uuid } from 'rewindow/wire';
import * as v from 'valibot';
import { RecordsQuery, RecordsReply, SessionDetail, SessionsQuery, SessionsReply } from '../api/contract.ts';
import { defineRoute } from '../api/route.ts';
import type { Sessions } from './sessions.ts';

const AgentQuery = v.object({ app: AppKey });

export interface SessionRoutesDeps {
  sessions: Sessions;
  checkAgent: preHandlerAsyncHookHandler;
  requireLogin: preHandlerAsyncHookHandler;
  now: () => number;
}

export function registerSessionRoutes(app: FastifyInstance, deps: SessionRoutesDeps): void {
  const { sessions, requireLogin } = deps;
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
  registerConsentRoute(app, deps);
}

function registerConsentRoute(app: FastifyInstance, { sessions, checkAgent, now }: SessionRoutesDeps): void {
  defineRoute(app, {
    tag: 'agent',
    guards: [checkAgent],
    method: 'POST',
    url: '/v1/consent',
    summary:
      'The user has withdrawn consent: erase the session, and take nothing of it any more. Repeating does no harm.',
    query: AgentQuery,
    body: ConsentWithdrawal,
    acceptsText: true,
    reply: ConsentReply,
    async handle({ query, body }) {
      await sessions.withdraw(query.app, body.sessionId);
      return { serverAt: now() };
    },
  });
}
