import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { Uuid } from 'rewindow/wire';
import * as v from 'valibot';
import { WhyReply } from '../api/contract.ts';
import { defineRoute } from '../api/route.ts';
import { explainSession, type WhyDeps } from './why.ts';

export interface WhyRoutesDeps extends WhyDeps {
  requireLogin: preHandlerAsyncHookHandler;
}

export function registerWhyRoutes(app: FastifyInstance, { requireLogin, ...deps }: WhyRoutesDeps): void {
  defineRoute(app, {
    tag: 'console',
    guards: [requireLogin],
    method: 'GET',
    url: '/v1/sessions/:sessionId/why',
    summary: 'Why the session was recorded, or was not, and what the rules made of it.',
    params: v.object({ sessionId: Uuid }),
    reply: WhyReply,
    handle: ({ params: { sessionId } }) => explainSession(deps, sessionId),
  });
}
