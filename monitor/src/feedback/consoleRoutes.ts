import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { AppKey, Uuid } from 'rewindow/wire';
import * as v from 'valibot';
import { ApiError } from '../api/apiError.ts';
import { AdoptionReply, InstructionBody, InstructionRow, InstructionsReply } from '../api/contract.ts';
import { defineRoute } from '../api/route.ts';
import type { AppStore } from '../ports/index.ts';
import { describeAdoption, type AdoptionDeps } from './adoption.ts';
import { toInstructionRow } from './instructionRows.ts';
import { issueInstruction, type IssueDeps } from './issue.ts';
import type { InstructionStore } from '../ports/index.ts';
import type { Presence } from './presence.ts';

export interface ConsoleRoutesDeps extends AdoptionDeps, IssueDeps {
  store: InstructionStore;
  presence: Presence;
  apps: Pick<AppStore, 'get'>;
  requireLogin: preHandlerAsyncHookHandler;
}

const SessionParams = v.object({ sessionId: Uuid });

/** The console's side: give instructions, see what became of them and who has the rules. */
export function registerConsoleRoutes(app: FastifyInstance, deps: ConsoleRoutesDeps): void {
  const common = { tag: 'console' as const, guards: [deps.requireLogin] };
  defineRoute(app, {
    ...common,
    method: 'POST',
    url: '/v1/sessions/:sessionId/instructions',
    summary: 'Give a session an instruction; it is carried out by the next page that asks within its validity.',
    params: SessionParams,
    body: InstructionBody,
    invalidCode: 'instruction_invalid',
    reply: InstructionRow,
    status: 201,
    async handle({ params: { sessionId }, body: { tabId, pageId, ttlMs, ...draft }, reply }) {
      const address = { sessionId, ...(tabId && { tabId }), ...(pageId && { pageId }) };
      const instruction = await issueInstruction(deps, { app: await findApp(deps, sessionId), draft, address, ttlMs });
      reply.status(201);
      return toInstructionRow(instruction);
    },
  });
  defineRoute(app, {
    ...common,
    method: 'GET',
    url: '/v1/sessions/:sessionId/instructions',
    summary: 'The instructions of a session with their acknowledgements.',
    params: SessionParams,
    reply: InstructionsReply,
    handle: async ({ params }) => ({ instructions: await deps.store.listBySession(params.sessionId) }),
  });
  defineRoute(app, {
    ...common,
    method: 'GET',
    url: '/v1/apps/:key/rules/adoption',
    summary: 'Which agents have the current rule set.',
    params: v.object({ key: AppKey }),
    reply: AdoptionReply,
    async handle({ params: { key } }) {
      if ((await deps.apps.get(key)) === undefined)
        throw new ApiError('not_found', 404, 'There is no such application.');
      return describeAdoption(deps, key);
    },
  });
}

/** A session that has sent nothing yet is known while it is connected. */
async function findApp({ sessions, presence }: ConsoleRoutesDeps, sessionId: string): Promise<string> {
  const app = (await sessions.getSession(sessionId))?.app ?? presence.findSession(sessionId)?.app;
  if (app === undefined) throw new ApiError('not_found', 404, 'There is no such session.');
  return app;
}
