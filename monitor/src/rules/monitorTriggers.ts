import { createHash } from 'node:crypto';
import {
  createRuleEngine,
  createRuleInput,
  emptyMemory,
  type RuleEngine,
  type RuleMemory,
  type Surroundings,
} from 'rewindow/rules';
import type { InstructionDraft, PublishedRuleSet, StampedRecord, Trigger } from 'rewindow/wire';
import type { IndexedSegment, SessionIndex } from '../ports/index.ts';

/** An instruction of a trigger that fired. `seed` is the same whenever the same record fires the same instruction. */
export interface Fired {
  app: string;
  draft: InstructionDraft;
  address: { sessionId: string };
  triggerId: string;
  seed: { at: number; bytes: Uint8Array };
}

export interface MonitorTriggersDeps {
  /** What the session should have. */
  current(app: string, sessionId: string): Promise<PublishedRuleSet | undefined>;
  sessions: Pick<SessionIndex, 'getSession'>;
  issue(fired: Fired): Promise<unknown>;
}

export interface MonitorTriggers {
  followSegment(segment: IndexedSegment): Promise<void>;
  forgetSession(sessionId: string): void;
}

/** Sessions whose memory is kept; of the one that was active least recently the triggers begin anew. */
const SESSION_COUNT_MAX = 10_000;

interface Followed {
  memory: RuleMemory;
  session: Surroundings['session'];
  pages: Map<string, Surroundings['page']>;
}

/** Runs the triggers with `where: "monitor"` over the records that arrive. Segments of one session come one by one. */
export function createMonitorTriggers({ current, sessions, issue }: MonitorTriggersDeps): MonitorTriggers {
  /** In the order of their last segment. */
  const followed = new Map<string, Followed>();
  const engines = new WeakMap<PublishedRuleSet, RuleEngine>();

  const engineOf = (published: PublishedRuleSet) => {
    const engine = engines.get(published) ?? createRuleEngine(published.rules, 'monitor');
    engines.set(published, engine);
    return engine;
  };
  const recall = async (segment: IndexedSegment) =>
    followed.get(segment.header.sessionId) ?? (await begin(sessions, segment));
  const remember = (sessionId: string, state: Followed) => {
    followed.delete(sessionId);
    followed.set(sessionId, state);
    for (const [oldest] of followed) {
      if (followed.size <= SESSION_COUNT_MAX) break;
      followed.delete(oldest);
    }
  };
  return {
    async followSegment(segment) {
      const published = await current(segment.app, segment.header.sessionId);
      if (published?.rules.triggers.some(({ where }) => where === 'monitor') !== true) return;
      const engine = engineOf(published);
      const { state, fired } = follow(engine, await recall(segment), segment);
      for (const instruction of fired) await issue(instruction);
      // Only now: a segment that is tried again after a failure begins from the same memory.
      remember(segment.header.sessionId, state);
    },
    forgetSession(sessionId) {
      followed.delete(sessionId);
    },
  };
}

async function begin(sessions: MonitorTriggersDeps['sessions'], { header }: IndexedSegment): Promise<Followed> {
  const known = await sessions.getSession(header.sessionId);
  const user = known?.user ?? undefined;
  const session = { startedAt: known?.startedAt ?? header.firstAt, ...(user === undefined ? {} : { user }) };
  return { memory: emptyMemory(), session, pages: new Map() };
}

function follow(engine: RuleEngine, before: Followed, { app, records }: IndexedSegment) {
  const state = { ...before, pages: new Map(before.pages) };
  const fired: Fired[] = [];
  for (const record of records) {
    const effects = engine.evaluate(state.memory, createRuleInput(record, observe(state, record)));
    state.memory = effects.memory;
    fired.push(...effects.fired.flatMap((trigger) => toInstructions(trigger, app, record)));
  }
  return { state, fired };
}

/** What the record says of user and page holds from this record on. */
function observe(state: Followed, record: StampedRecord): Surroundings {
  if (record.kind === 'identify') {
    const { user, traits } = record.data;
    state.session = { startedAt: state.session.startedAt, user, ...(traits === undefined ? {} : { traits }) };
  }
  if (record.kind === 'navigation') {
    state.pages.set(record.pageId, { url: record.data.url, path: record.data.path });
  }
  return { session: state.session, page: state.pages.get(record.pageId) ?? { url: '', path: '' } };
}

function toInstructions(trigger: Trigger, app: string, { sessionId, pageId, sequence, at }: StampedRecord): Fired[] {
  return trigger.instructions.map((draft, index) => {
    const name = [app, pageId, sequence, trigger.id, index].join(' ');
    const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
    return { app, draft, address: { sessionId }, triggerId: trigger.id, seed: { at, bytes } };
  });
}
