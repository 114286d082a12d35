import { createRuleEngine, type RuleEngine, type Surroundings } from 'rewindow/rules';
import type { InstructionDraft, PublishedRuleSet } from 'rewindow/wire';
import { instructionId } from '../feedback/instructionId.ts';
import { createKeyedQueue } from '../ingest/keyedQueue.ts';
import type { IndexedSegment, SessionIndex } from '../ports/index.ts';
import { remember, toIssued } from './drill.ts';
import { createDueTimes } from './dueTimes.ts';
import {
  followRecords,
  followTime,
  learnOffset,
  pruneMemory,
  seedOf,
  type Firing,
  type Followed,
  type Sight,
} from './following.ts';
import { asksProfile, hasMonitorTriggers } from './monitorPart.ts';
import { recallSession, type RecallDeps } from './recall.ts';

/** An instruction of a trigger that fired. `seed` is the same whenever the same record fires the same instruction. */
export interface Fired {
  app: string;
  draft: InstructionDraft;
  address: { sessionId: string };
  triggerId: string;
  /** How many instructions led to it. */
  depth: number;
  seed: { at: number; bytes: Uint8Array };
}
/** Why an instruction is listed, but not given. */
export interface Refusal {
  code: 'drill_too_deep' | 'dry_run';
  message: string;
  page: { tabId: string; pageId: string };
}

export interface MonitorTriggersDeps extends RecallDeps {
  /** What the session should have. */
  current(app: string, sessionId: string): Promise<PublishedRuleSet | undefined>;
  sessions: Pick<SessionIndex, 'getSession' | 'listPages' | 'listSummaries' | 'describeUser'>;
  /** An agent of the session is connected. */
  isLive(sessionId: string): boolean;
  now: () => number;
  issue(fired: Fired): Promise<unknown>;
  /** Lists the instruction as failed, without giving it. */
  refuse(fired: Fired, refusal: Refusal): Promise<unknown>;
  report(error: unknown): void;
}

export interface MonitorTriggers {
  followSegment(segment: IndexedSegment): Promise<void>;
  /** Resolves when nothing of the session is under way any more that would remember it. */
  forgetSession(sessionId: string): Promise<void>;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Sessions whose memory is kept; of the one that was active least recently it is read from the archive again. */
const SESSION_COUNT_MAX = 10_000;
/** What happened may still be on its way: so much later time alone is taken to have brought something about. */
const LATENESS_MS = 5_000;

interface Kept {
  state: Followed;
  /** Of the rule set that was followed last. */
  hash: string;
}

/** Runs the triggers with `where: "monitor"` over the records that arrive, and over time. Of one session one at a time. */
export function createMonitorTriggers(deps: MonitorTriggersDeps): MonitorTriggers {
  const kept = createKept((sessionId) => {
    dueTimes.set(sessionId, undefined);
  });
  const queue = createKeyedQueue();
  const see = createSight(deps);
  const running = new Set<Promise<unknown>>();
  let isStopped = false;

  const keep = (sight: Sight, state: Followed) => {
    kept.put(state, sight.published.hash);
    const dueAt = sight.engine.dueAt(state.memory);
    dueTimes.set(state.sessionId, dueAt === undefined ? undefined : dueAt + LATENESS_MS);
  };
  const recall = async (sight: Sight, segment: IndexedSegment): Promise<Followed> => {
    const found = kept.get(segment.header.sessionId);
    if (found === undefined) return recallSession(deps, sight, segment);
    if (found.hash === sight.published.hash) return found.state;
    return { ...found.state, memory: pruneMemory(found.state.memory, sight.published.rules) };
  };
  const followSegment = async (segment: IndexedSegment) => {
    const { sessionId, pageId, clockOffsetMs } = segment.header;
    const published = await deps.current(segment.app, sessionId);
    if (published === undefined || !hasMonitorTriggers(published)) return;
    const sight = await see(segment.app, sessionId, published);
    const before = learnOffset(await recall(sight, segment), pageId, clockOffsetMs);
    const { state, firings } = followRecords(sight, before, segment.records);
    // Only when all is given: a segment that is tried again after a failure begins from the same memory.
    keep(sight, await give(deps, sight, state, firings));
  };
  const followDue = async (sessionId: string) => {
    const found = kept.get(sessionId);
    // Of a session that is away what happened may come later; its next record catches up with the time.
    if (found === undefined || isStopped || !deps.isLive(sessionId)) return;
    const published = await deps.current(found.state.app, sessionId);
    if (published?.hash !== found.hash) return;
    const sight = await see(found.state.app, sessionId, published);
    const { state, firings } = followTime(sight, found.state, deps.now() - LATENESS_MS);
    keep(sight, await give(deps, sight, state, firings));
  };
  const dueTimes = createDueTimes({
    now: deps.now,
    onDue(sessionId) {
      const run = queue.run(sessionId, () => followDue(sessionId)).catch(deps.report);
      running.add(run);
      void run.finally(() => running.delete(run));
    },
  });
  return {
    followSegment: (segment) => queue.run(segment.header.sessionId, () => followSegment(segment)),
    forgetSession: (sessionId) => queue.run(sessionId, async () => kept.drop(sessionId)),
    async stop() {
      isStopped = true;
      dueTimes.stop();
      await Promise.all(running);
    },
  };
}

/** Sessions in the order in which they were followed last. */
function createKept(onDrop: (sessionId: string) => void) {
  const kept = new Map<string, Kept>();
  const drop = (sessionId: string) => {
    kept.delete(sessionId);
    onDrop(sessionId);
  };
  return {
    get: (sessionId: string) => kept.get(sessionId),
    put(state: Followed, hash: string) {
      kept.delete(state.sessionId);
      kept.set(state.sessionId, { state, hash });
      const [oldest] = kept.keys();
      if (kept.size > SESSION_COUNT_MAX && oldest !== undefined) drop(oldest);
    },
    drop,
  };
}

/** Prepares a rule set once, and looks up what it asks of a session besides records. */
function createSight({ sessions }: MonitorTriggersDeps) {
  const engines = new WeakMap<PublishedRuleSet, RuleEngine>();
  return async (app: string, sessionId: string, published: PublishedRuleSet): Promise<Sight> => {
    const engine = engines.get(published) ?? createRuleEngine(published.rules, 'monitor');
    engines.set(published, engine);
    const needsSession = published.rules.targeting.length > 0 || asksProfile(published);
    const session = needsSession ? await sessions.getSession(sessionId) : undefined;
    const [newest] = published.rules.targeting.length > 0 ? await sessions.listSummaries(sessionId) : [];
    const visitor = { sessionId, userAgent: session?.userAgent ?? '', granted: new Set(newest?.audiences ?? []) };
    const user = asksProfile(published) ? session?.user : undefined;
    const profile: Surroundings['profile'] =
      user === undefined || user === null ? undefined : { ...(await sessions.describeUser(app, user)) };
    return { published, engine, visitor, profile };
  };
}

/** Gives what was fired, and notes what may follow from it. */
async function give(deps: MonitorTriggersDeps, sight: Sight, state: Followed, firings: Firing[]): Promise<Followed> {
  const { app, sessionId } = state;
  const { drillDepth } = sight.published.rules.limits;
  const given = [];
  for (const firing of firings) {
    const { trigger, at, depth, page } = firing;
    for (const [index, draft] of trigger.instructions.entries()) {
      const seed = { at, bytes: seedOf(firing, index) };
      const fired: Fired = { app, draft, address: { sessionId }, triggerId: trigger.id, depth, seed };
      if (firing.isDry) await deps.refuse(fired, { code: 'dry_run', message: DRY_RUN, page });
      else if (depth > drillDepth) await deps.refuse(fired, { code: 'drill_too_deep', message: tooDeep(depth), page });
      else {
        await deps.issue(fired);
        const id = instructionId(at, seed.bytes);
        const times = { issuedAt: deps.now(), expiresAt: deps.now() };
        given.push(toIssued({ ...draft, ...times, id, address: fired.address, triggerId: trigger.id, depth }) ?? []);
      }
    }
  }
  return { ...state, issued: remember(state.issued, given.flat()) };
}

const DRY_RUN = 'The trigger only says that it would have fired.';

function tooDeep(depth: number): string {
  return `${String(depth)} instructions led to this one, more than the rule set's limit "drillDepth" allows.`;
}
