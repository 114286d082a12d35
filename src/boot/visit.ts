import type { PageIds } from '../wire/record.ts';
import { isSampled } from '../session/sample.ts';
import type { Session, SessionStore } from '../session/session.ts';
import { startChannel } from '../feedback/channel.ts';
import type { LooseReply } from '../feedback/reply.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Agent } from './agent.ts';
import { createAdoption, type Adoption, type AdoptionScope } from './adoption.ts';
import type { AgentScope } from './agentScope.ts';
import type { Assets } from './assets.ts';
import type { HostCall, Publish } from './face.ts';
import { acknowledgeRules, createCursor, feedbackUrl } from './monitorAddress.ts';
import { createPatientLoad } from './patientLoad.ts';
import type { Standing } from './standing.ts';
import type { Phase, Status } from './status.ts';

export interface VisitScope extends Omit<
  AgentScope,
  'touch' | 'limitSession' | 'patientLoad' | 'recheckRules' | 'ids' | 'session'
> {
  assets: Assets;
  sessions: SessionStore;
  session: Session;
  tabId: string;
  random(): number;
  /** Share of the sessions that the host lets be recorded. */
  sample: number;
  standing: Standing;
  /** Calls that came before the agent. */
  early: HostCall[];
  publish: Publish;
  showPhase(): void;
}

/** Instructions that wait for the agent's code. */
const WAITING_COUNT_MAX = 200;

/** One session on one page: the feedback channel, and the agent's code as soon as a rule needs it. */
export interface Visit extends Stoppable {
  sessionId: string;
  agent(): Agent | undefined;
  phase(): Phase;
  status(): Promise<Partial<Status>>;
  end(): Promise<void>;
  /** As `stop`, but nothing of what has not been sent is kept. */
  discard(): void;
}

export function startVisit(scope: VisitScope): Visit {
  const { clock, natives } = scope;
  const ids: PageIds = { sessionId: scope.session.id, tabId: scope.tabId, pageId: scope.createId() };
  const cursor = createCursor(scope.tabStorage, ids.sessionId);
  let waiting: unknown[] = [];
  let otherSessionIds: string[] = [];

  const adoption = openAdoption(scope, ids, {
    recheckRules: () => {
      channel.poke();
    },
    onStarted(agent) {
      agent.correctClock();
      toldBefore(scope).forEach(scope.guard(agent.take));
      agent.instruct(waiting.splice(0));
      void agent.otherSessionIds.then((known) => {
        otherSessionIds = known;
        if (known.length > 0) askForOthers();
      });
    },
  });
  /** The question that is held does not name them yet, and the cursor may have passed what was for them. */
  const askForOthers = () => {
    cursor.reset();
    channel.poke();
  };
  const onReply = (reply: LooseReply, sentAt?: number) => {
    if (sentAt !== undefined) clock.correct(reply.serverAt, sentAt, clock.now());
    cursor.save(reply.cursor);
    if (reply.rules) adoption.adopt(reply.rules);
    else adoption.rest();
    const agent = adoption.agent();
    if (sentAt !== undefined) agent?.correctClock();
    if (agent) agent.instruct(reply.instructions);
    else waiting = [...waiting, ...reply.instructions].slice(-WAITING_COUNT_MAX);
  };
  const url = (waitMs: number) =>
    feedbackUrl(scope, ids, { waitMs, rules: adoption.rules()?.hash, also: otherSessionIds, after: cursor.read() });
  const { window, random } = scope;
  const channel = startChannel({ ...natives, window, document: window.document, now: clock.now, random, onReply, url });
  const stop = () => {
    channel.stop();
    adoption.stop();
  };
  return {
    sessionId: ids.sessionId,
    agent: adoption.agent,
    phase: adoption.phase,
    status: async () => ({ ids, feedback: channel.status(), ...(await describe(adoption)) }),
    end: async () => adoption.agent()?.end(),
    discard() {
      adoption.agent()?.discard();
      stop();
    },
    stop,
  };
}

/** What the host has said that holds is a fact of each session's own time. */
function toldBefore({ standing, session, early }: VisitScope): HostCall[] {
  const holding = standing.calls().map((call) => ({ ...call, at: Math.max(call.at, session.startedAt) }));
  return [...holding, ...early.splice(0)];
}

function openAdoption(
  scope: VisitScope,
  ids: PageIds,
  more: Pick<AgentScope, 'recheckRules'> & Pick<AdoptionScope, 'onStarted'>,
): Adoption {
  const { session, sessions, natives, note, storage } = scope;
  const patientLoad: AgentScope['patientLoad'] = (load) =>
    createPatientLoad({ load, note, setTimeout: natives.setTimeout });
  const agentScope: AgentScope = {
    ...scope,
    ids,
    touch: () => sessions.touch(session, scope.clock.now()),
    limitSession({ idleMinutes, maxMinutes }) {
      const limits = { idleMs: idleMinutes * 60_000, ageMs: maxMinutes * 60_000 };
      if (session.idleMs !== limits.idleMs || session.ageMs !== limits.ageMs) {
        sessions.save(Object.assign(session, limits));
      }
    },
    recheckRules: more.recheckRules,
    patientLoad,
  };
  const code = patientLoad(scope.assets.loadAgent);
  const adoption = createAdoption({
    storage,
    onStarted: more.onStarted,
    recheckRules: more.recheckRules,
    onPhase: scope.showPhase,
    isSampled(share) {
      const isAmong = isSampled(session.id, Math.min(share, scope.sample));
      if (!isAmong) note('this session is not among the share that is recorded');
      return isAmong;
    },
    async load() {
      const { startAgent } = await code.get();
      return (rules) => startAgent(agentScope, rules);
    },
    onSettled(rules, error) {
      if (error !== undefined) note(`rule set ${String(rules.revision)} was refused: ${error.message}`);
      acknowledgeRules(scope, ids, { rules, error });
    },
  });
  return {
    ...adoption,
    stop() {
      code.stop();
      adoption.stop();
    },
  };
}

async function describe(adoption: Adoption): Promise<Pick<Status, 'rules' | 'recording'>> {
  const rules = adoption.rules();
  const recording = await adoption.agent()?.status();
  return {
    ...(rules ? { rules: { revision: rules.revision, hash: rules.hash } } : {}),
    ...(recording ? { recording } : {}),
  };
}
