import type { PageIds } from '../wire/record.ts';
import type { Session, SessionStore } from '../session/session.ts';
import { startChannel, type Channel } from '../feedback/channel.ts';
import { parseLooseRules, type LooseReply, type LooseRules } from '../feedback/reply.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Agent } from './agent.ts';
import type { AgentScope } from './agentScope.ts';
import type { Assets } from './assets.ts';
import type { HostCall } from './face.ts';
import type { Phase, Status } from './status.ts';

export interface VisitScope extends Omit<AgentScope, 'touch' | 'recheckRules' | 'ids' | 'session'> {
  assets: Assets;
  sessions: SessionStore;
  session: Session;
  tabId: string;
  random(): number;
}

/** One session on one page: the feedback channel, and the agent's code as soon as a rule needs it. */
export interface Visit extends Stoppable {
  ids: PageIds;
  take(call: HostCall): void;
  phase(): Phase;
  status(): Promise<Partial<Status>>;
  end(): Promise<void>;
}

const RULES = 'rules';
const CURSOR = 'cursor';
/** Calls of the host that come before the rules are known wait; more than that is not a human's doing. */
const WAITING_COUNT_MAX = 200;

export function startVisit(scope: VisitScope): Visit {
  const { session, clock } = scope;
  const ids: PageIds = { sessionId: session.id, tabId: scope.tabId, pageId: scope.createId() };
  let phase: Phase = 'starting';
  let rules: LooseRules | undefined;
  let agent: Promise<Agent> | undefined;
  let running: Agent | undefined;
  let otherSessionIds: string[] = [];
  let waiting: HostCall[] = [];
  /** The name that the host gave its user last: it counts for an agent that starts later, too. */
  let naming: HostCall | undefined;
  let instructions: unknown[] = [];
  let isStopped = false;

  const agentScope: AgentScope = {
    ...scope,
    ids,
    session,
    touch: () => scope.sessions.touch(session, clock.now()),
    recheckRules: () => {
      channel.poke();
    },
  };
  const settle = (started: Agent) => {
    running = started;
    if (naming && !waiting.includes(naming)) started.take(naming);
    waiting.splice(0).forEach(started.take);
    started.instruct(instructions.splice(0));
    void started.otherSessionIds.then((known) => {
      otherSessionIds = known;
    });
  };
  const wake = (next: LooseRules) => {
    agent = scope.assets.loadAgent().then((module) => {
      if (isStopped) throw new Error('stopped');
      const started = module.startAgent(agentScope, rules ?? next);
      settle(started);
      return started;
    });
    return agent;
  };
  /** Rejects where the rule set is refused; what ran before goes on then. */
  const follow = async (next: LooseRules) => {
    if (next.dormant) {
      running?.stop();
      running = agent = undefined;
      waiting = [];
    } else if (running) running.adopt(next);
    else await (agent ?? wake(next));
    phase = next.dormant ? 'dormant' : 'recording';
  };
  const adopt = async (next: LooseRules) => {
    if (next.hash === rules?.hash || isStopped) return;
    const before = rules;
    rules = next;
    try {
      await follow(next);
      scope.storage.set(RULES, next);
      acknowledge(scope, ids, next);
    } catch (error) {
      if (isStopped) return;
      if (before === undefined) agent = undefined;
      scope.note(`rule set ${String(next.revision)} was refused: ${String(error)}`);
      acknowledge(scope, ids, next, error);
    }
  };
  const onReply = (reply: LooseReply, sentAt: number | undefined) => {
    if (sentAt !== undefined) clock.correct(reply.serverAt, sentAt, clock.now());
    scope.tabStorage.set(CURSOR, { sessionId: ids.sessionId, cursor: reply.cursor });
    if (reply.rules) void adopt(reply.rules);
    if (rules === undefined && !reply.rules) phase = 'dormant';
    if (running) running.instruct(reply.instructions);
    else if (agent) instructions.push(...reply.instructions);
  };
  const channel: Channel = startChannel({
    ...scope.natives,
    window: scope.window,
    document: scope.window.document,
    now: clock.now,
    random: scope.random,
    onReply,
    url: (waitMs) => feedbackUrl(scope, ids, { waitMs, rules: rules?.hash, also: otherSessionIds }),
  });
  const cached = parseLooseRules(scope.storage.get(RULES));
  if (cached) void adopt(cached);

  return {
    ids,
    take(call) {
      if (call.method === 'identify') naming = call;
      if (running) running.take(call);
      else if (waiting.length < WAITING_COUNT_MAX && phase !== 'dormant') waiting.push(call);
    },
    phase: () => phase,
    async status() {
      const known = rules && { rules: { revision: rules.revision, hash: rules.hash } };
      const recording = await running?.status();
      return { ids, ...known, feedback: channel.status(), ...(recording ? { recording } : {}) };
    },
    async end() {
      await (await agent)?.end();
    },
    stop() {
      isStopped = true;
      channel.stop();
      running?.stop();
    },
  };
}

function feedbackUrl(
  scope: VisitScope,
  ids: PageIds,
  asked: { waitMs: number; rules: string | undefined; also: string[] },
): string {
  const saved = scope.tabStorage.get(CURSOR) as { sessionId?: unknown; cursor?: unknown } | undefined;
  const query = new URLSearchParams({
    app: scope.app,
    session: ids.sessionId,
    tab: ids.tabId,
    page: ids.pageId,
    waitMs: String(asked.waitMs),
  });
  if (asked.rules !== undefined) query.set('rules', asked.rules);
  if (asked.also.length > 0) query.set('also', asked.also.slice(0, 10).join(','));
  if (saved?.sessionId === ids.sessionId && typeof saved.cursor === 'string') query.set('after', saved.cursor);
  return `${scope.monitor}/v1/feedback?${query.toString()}`;
}

/** Best effort: the monitor also sees by the next question which rule set the page has. */
function acknowledge(scope: VisitScope, ids: PageIds, rules: LooseRules, error?: unknown): void {
  const failed = { outcome: 'failed', code: 'rule_set_refused', message: String(error).slice(0, 1_000) };
  const word = {
    ...ids,
    at: scope.clock.now(),
    rulesHash: rules.hash,
    ...(error === undefined ? { outcome: 'applied' } : failed),
  };
  const body = JSON.stringify({ acknowledgements: [word] });
  const address = `${scope.monitor}/v1/acknowledgements?app=${scope.app}`;
  scope.natives.fetch(address, { method: 'POST', body, credentials: 'omit', keepalive: true }).catch(() => undefined);
}
