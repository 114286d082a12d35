import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { AppKey, Uuid, WireError } from 'rewindow/wire';
import * as v from 'valibot';
import { ApiError } from '../api/apiError.ts';
import { AdoptionReply, InstructionBody, InstructionRow, InstructionsReply } from '../api/contract.ts';
import { defineRoute } from '../api/route.ts';
import { describeAdoption, type AdoptionDeps } from './adoption.ts';
import { toInstructionRow, toUserInstructionRow } from './instructionRows.ts';
import { issueInstruction, issueToUser, type IssueDeps } from './issue.ts';
import type { AppStore, InstructionStore, SessionIndex } from '../ports/index.ts';
import type { Presence } from './presence.ts';

export interface ConsoleRoutesDeps extends AdoptionDeps, IssueDeps {
  store: InstructionStore;
  presence: Presence;
  apps: Pick<AppStore, 'get'>;
  sessions: Pick<SessionIndex, 'getSession' | 'isErased'>;
  requireLogin: preHandlerAsyncHookHandler;
}

const SessionParams = v.object({ sessionId: Uuid });

/** The console's side: give instructions, see what became of them and who has the rules. */
export function registerConsoleRoutes(app: FastifyInstance, deps: ConsoleRoutesDeps): void {
  const common = { tag: 'console' as const, guards: [deps.requireLogin] };
  registerUserRoute(app, deps);
  defineRoute(app, {
    ...common,
    method: 'POST',
    url: '/v1/sessions/:sessionId/instructions',
    summary: 'Give a session an instruction; it is carried out by the next page that asks within its validity.',
    params: SessionParams,
    body: InstructionBody,
    invalidCode: 'instruction_invalid',
    errors: { session_erased: 410 },
    reply: InstructionRow,
    status: 201,
    async handle({ params: { sessionId }, body: { tabId, pageId, state, ttlMs, ...draft }, reply }) {
      const address = { sessionId, ...(tabId && { tabId }), ...(pageId && { pageId }), ...(state && { state }) };
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
    async handle({ params: { sessionId } }) {
      const app = (await lookUpApp(deps, sessionId)) ?? (await deps.store.findApp(sessionId));
      return { instructions: app === undefined ? [] : await deps.store.listBySession(app, sessionId) };
    },
  });
  defineRoute(app, {
    ...common,
    method: 'GET',
    url: '/v1/apps/:key/rules/adoption',
    summary: 'Which agents have the current rule set.',
    params: v.object({ key: AppKey }),
    reply: AdoptionReply,
    async handle({ params: { key } }) {
      await requireApp(deps, key);
      return describeAdoption(deps, key);
    },
  });
}

function registerUserRoute(app: FastifyInstance, deps: ConsoleRoutesDeps): void {
  defineRoute(app, {
    tag: 'console',
    guards: [deps.requireLogin],
    method: 'POST',
    url: '/v1/apps/:key/users/:user/instructions',
    summary: 'Give an instruction to all sessions of a user, also to those that name him later within its validity.',
    params: v.object({ key: AppKey, user: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) }),
    body: InstructionBody,
    invalidCode: 'instruction_invalid',
    reply: InstructionRow,
    status: 201,
    async handle({ params: { key, user }, body: { tabId, pageId, state, ttlMs, ...draft }, reply }) {
      if (tabId !== undefined || pageId !== undefined) {
        throw new ApiError('instruction_invalid', 400, 'One for a user names no tab and no page.');
      }
      await requireApp(deps, key);
      const instruction = await issueToUser(deps, { app: key, user, draft, state, ttlMs });
      reply.status(201);
      return toUserInstructionRow(instruction);
    },
  });
}

async function requireApp({ apps }: ConsoleRoutesDeps, key: string): Promise<void> {
  if ((await apps.get(key)) === undefined) throw new ApiError('not_found', 404, 'There is no such application.');
}

/** @throws {WireError} `session_erased`; {ApiError} `not_found` */
async function findApp(deps: ConsoleRoutesDeps, sessionId: string): Promise<string> {
  if (await deps.sessions.isErased(sessionId)) throw new WireError('session_erased', 'the session was erased for good');
  const app = await lookUpApp(deps, sessionId);
  if (app === undefined) throw new ApiError('not_found', 404, 'There is no such session.');
  return app;
}

/** A session that has sent nothing yet is known while it is connected. */
async function lookUpApp({ sessions, presence }: ConsoleRoutesDeps, sessionId: string): Promise<string | undefined> {
  return (await sessions.getSession(sessionId))?.app ?? presence.findSession(sessionId)?.app;
}
