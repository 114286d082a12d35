import { createHash } from 'node:crypto';
import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { AppKey, LIMITS, type PublishedRuleSet } from 'rewindow/wire';
import * as v from 'valibot';
import { defineRoute } from '../api/route.ts';
import type { InstructionStore } from '../ports/index.ts';
import { TapQuestion, TapReply } from '../tap/contract.ts';
import type { PerAddress } from './perAddress.ts';
import type { TapEchoes } from './tapEchoes.ts';
import type { Waiters } from './waiters.ts';
import { whenGone } from './whenGone.ts';

export interface TapRoutesDeps {
  store: Pick<InstructionStore, 'listAfter'>;
  waiters: Pick<Waiters, 'open'>;
  echoes: Pick<TapEchoes, 'list'>;
  perAddress: PerAddress;
  /** What the session should have; without a session, what most have. */
  currentRules(app: string, sessionId?: string): Promise<PublishedRuleSet | undefined>;
  checkAgent: preHandlerAsyncHookHandler;
  now: () => number;
}

/**
 * What servers ask that record exchanges of sessions: one held question for many sessions. Agents are checked the same way;
 * whoever knows the app's key and a session's id is told what its pages are told, and no more.
 */
export function registerTapRoutes(app: FastifyInstance, deps: TapRoutesDeps): void {
  defineRoute(app, {
    method: 'POST',
    tag: 'agent',
    guards: [deps.checkAgent],
    url: '/v1/tap/feedback',
    summary: 'A tap asks for rules and instructions of its sessions; held while there are none, up to waitMs.',
    query: v.object({ app: AppKey }),
    body: TapQuestion,
    errors: { too_many_requests: 429 },
    reply: TapReply,
    async handle({ query, body, request, reply }) {
      reply.header('cache-control', 'no-store');
      const closed = whenGone(request, reply);
      if (body.waitMs > 0) deps.perAddress.hold(request, reply, closed);
      return answerTap(deps, { app: query.app, question: body, closed });
    },
  });
}

interface Asked {
  app: string;
  question: TapQuestion;
  closed: AbortSignal;
}

async function answerTap(deps: TapRoutesDeps, { app, question, closed }: Asked): Promise<TapReply> {
  const until = deps.now() + Math.min(question.waitMs, LIMITS.feedbackWaitMs);
  // First the ears, then the question: what comes in between is heard.
  const ear = deps.waiters.open({ app, sessionIds: question.sessions });
  const giveUp = () => ear.close();
  closed.addEventListener('abort', giveUp);
  try {
    for (;;) {
      const reply = await look(deps, app, question);
      const isNews = reply.instructions.length > 0 || reply.standing !== question.standing;
      const leftMs = until - deps.now();
      if (isNews || leftMs <= 0) return reply;
      const cause = await ear.next(leftMs);
      if (cause === 'stopped' || cause === 'timeout') return { ...reply, serverAt: deps.now() };
    }
  } finally {
    closed.removeEventListener('abort', giveUp);
    ear.close();
  }
}

async function look(deps: TapRoutesDeps, app: string, question: TapQuestion): Promise<TapReply> {
  const { sessions, known, after } = question;
  const [current, found, ...own] = await Promise.all([
    deps.currentRules(app),
    sessions.length === 0
      ? { instructions: [], cursor: after ?? '0' }
      : deps.store.listAfter(app, sessions, after, deps.now()),
    ...sessions.map((sessionId) => deps.currentRules(app, sessionId)),
  ]);
  const others: TapReply['others'] = {};
  const published = new Map(current ? [[current.hash, current]] : []);
  for (const [index, rules] of own.entries()) {
    if (rules === undefined || rules.hash === current?.hash) continue;
    published.set(rules.hash, rules);
    (others[rules.hash] ??= []).push(sessions[index] ?? '');
  }
  const standing = { current: current?.hash ?? null, others };
  return {
    ...standing,
    serverAt: deps.now(),
    cursor: found.cursor,
    standing: createHash('sha256').update(JSON.stringify(standing)).digest('base64url'),
    rules: [...published.values()].filter(({ hash }) => !known.includes(hash)),
    instructions: [...found.instructions, ...deps.echoes.list(app, question)],
  };
}
