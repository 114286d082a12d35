import type { FastifyInstance, FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { Acknowledgements, AppKey, EpochMs, FeedbackQuery, FeedbackReply } from 'rewindow/wire';
import * as v from 'valibot';
import { defineRoute } from '../api/route.ts';
import type { InstructionStore } from '../ports/index.ts';
import { answerQuestion } from './answer.ts';
import type { PerAddress } from './perAddress.ts';
import type { Presence } from './presence.ts';
import { parseQuestion, type Question } from './question.ts';
import { streamAnswers, type StreamDeps } from './stream.ts';
import { whenGone } from './whenGone.ts';

export interface AgentRoutesDeps extends StreamDeps {
  store: InstructionStore;
  presence: Presence;
  perAddress: PerAddress;
  checkAgent: preHandlerAsyncHookHandler;
}

/** The agent's side of the feedback channel. */
export function registerAgentRoutes(app: FastifyInstance, deps: AgentRoutesDeps): void {
  const common = { tag: 'agent' as const, guards: [deps.checkAgent] };
  defineRoute(app, {
    ...common,
    method: 'GET',
    url: '/v1/feedback',
    summary: 'Ask for rules and instructions; held while there are none, up to waitMs. waitMs=0 polls, with ETag.',
    query: FeedbackQuery,
    reply: FeedbackReply,
    errors: { too_many_requests: 429 },
    handle: ({ query, request, reply }) => serve(deps, query, request, reply),
  });
  defineRoute(app, {
    ...common,
    method: 'GET',
    url: '/v1/feedback/stream',
    summary:
      'The same as a stream: a line of JSON at once and whenever there is something to say, empty lines between.',
    query: FeedbackQuery,
    reply: FeedbackReply,
    errors: { too_many_requests: 429 },
    handle: ({ query, request, reply }) => serveStream(deps, query, request, reply),
  });
  defineRoute(app, {
    ...common,
    method: 'POST',
    url: '/v1/acknowledgements',
    summary: 'Say what became of instructions and rule sets; the same twice does no harm.',
    query: v.object({ app: AppKey }),
    body: Acknowledgements,
    invalidCode: 'acknowledgement_invalid',
    acceptsText: true,
    reply: v.object({ serverAt: EpochMs }),
    async handle({ query, body }) {
      await deps.store.acknowledge(query.app, body.acknowledgements);
      return { serverAt: deps.now() };
    },
  });
}

async function serve(deps: AgentRoutesDeps, query: FeedbackQuery, request: FastifyRequest, reply: FastifyReply) {
  const question = parseQuestion(query);
  const gone = whenGone(request, reply);
  if (question.waitMs > 0) deps.perAddress.hold(request, reply, gone);
  const closed = follow(deps, question, gone);
  const answer = await answerQuestion(deps, question, { request, closed });
  if (answer === undefined) {
    // Nobody is there to read it.
    reply.hijack();
    return sentAlready(deps);
  }
  if (question.waitMs > 0) reply.header('cache-control', 'no-store');
  else setPollHeaders(answer.tag, request, reply);
  // The rule set in it is a text already.
  reply.serializer(() => answer.text);
  return sentAlready(deps);
}

async function serveStream(deps: AgentRoutesDeps, query: FeedbackQuery, request: FastifyRequest, reply: FastifyReply) {
  const question = parseQuestion(query);
  const gone = whenGone(request, reply);
  deps.perAddress.hold(request, reply, gone);
  await streamAnswers(deps, question, { request, reply, closed: follow(deps, question, gone) });
  return sentAlready(deps);
}

/** Counts the page as connected until its request has ended. */
function follow({ presence }: AgentRoutesDeps, question: Question, closed: AbortSignal): AbortSignal {
  const { app, page, standing, rulesHash } = question;
  const visit = presence.enter(app, page, { ...standing, rulesHash });
  if (closed.aborted) visit.leave();
  else closed.addEventListener('abort', visit.leave, { once: true });
  return closed;
}

/** Stands for an answer that goes out as a text. */
function sentAlready({ now }: AgentRoutesDeps): FeedbackReply {
  return { serverAt: now(), cursor: '', instructions: [] };
}

/** Node sends no body with 304. */
function setPollHeaders(tag: string, request: FastifyRequest, reply: FastifyReply): void {
  const etag = `"${tag}"`;
  reply.header('cache-control', 'no-cache').header('etag', etag).header('vary', 'Origin');
  const known = (request.headers['if-none-match'] ?? '').split(',').map((part) => part.trim().replace(/^W\//, ''));
  if (known.includes(etag)) reply.status(304);
}
