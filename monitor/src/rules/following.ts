import { createHash } from 'node:crypto';
import { createRuleInput, type Effects, type RuleEngine, type RuleMemory, type Surroundings } from 'rewindow/rules';
import type { PublishedRuleSet, StampedRecord, Trigger } from 'rewindow/wire';
import { correctAt } from '../index/clockOffset.ts';
import { depthOf, type Issued } from './drill.ts';
import { createAudienceTeller, type Visitor } from './inAudiences.ts';
import { learn, surround, type Known } from './known.ts';

/** What the triggers of the monitor remember of a session. */
export interface Followed {
  app: string;
  sessionId: string;
  memory: RuleMemory;
  known: Known;
  /** What triggers have given to the session. */
  issued: readonly Issued[];
  /** What to add to the clock of each page: the first correction that it learned. */
  offsets: ReadonlyMap<string, number>;
  /** Where the last record came from. */
  page: { tabId: string; pageId: string };
}

/** A trigger that fired, or would have. */
export interface Firing {
  trigger: Trigger;
  isDry: boolean;
  /** By the monitor's clock. */
  at: number;
  depth: number;
  page: { tabId: string; pageId: string };
  /** The same whenever the same record, or the same moment, fires the same trigger. */
  name: string;
}

/** A rule set at work on one session. */
export interface Sight {
  published: PublishedRuleSet;
  engine: RuleEngine;
  visitor: Visitor;
  profile: Surroundings['profile'];
}

/** Segments come with the correction that the page knew when it made them; 0 stands for "none yet". */
export function learnOffset(state: Followed, pageId: string, clockOffsetMs: number): Followed {
  if (clockOffsetMs === 0 || state.offsets.has(pageId)) return state;
  return { ...state, offsets: new Map([...state.offsets, [pageId, clockOffsetMs]]) };
}

/** Runs the triggers over records of one page, in their order. Pure: `before` is not changed. */
export function followRecords(sight: Sight, before: Followed, records: readonly StampedRecord[]) {
  let state = before;
  const firings: Firing[] = [];
  const tell = createAudienceTeller(sight.published.rules, sight.visitor);
  for (const record of records) {
    const { tabId, pageId } = record;
    const at = correctAt(record.at, state.offsets.get(pageId));
    state = { ...state, known: learn(state.known, record), page: { tabId, pageId } };
    const surroundings = { ...surround(state.known, pageId), profile: sight.profile };
    const audiences = tell(state.known, state.memory, { at, path: surroundings.page.path });
    // First what time has brought about until then, so that it is known by its own moment.
    const passed = sight.engine.advance(state.memory, at, { audiences });
    firings.push(...toFirings(state, passed));
    const effects = sight.engine.evaluate(
      passed.memory,
      createRuleInput({ ...record, at }, { ...surroundings, audiences }),
    );
    firings.push(...toFirings(state, effects, { at, record }));
    state = { ...state, memory: effects.memory };
  }
  return { state, firings };
}

/** What time alone brings about. */
export function followTime(sight: Sight, before: Followed, at: number): { state: Followed; firings: Firing[] } {
  const path = before.known.pages.get(before.page.pageId)?.path ?? '';
  const audiences = createAudienceTeller(sight.published.rules, sight.visitor)(before.known, before.memory, {
    at,
    path,
  });
  const effects = sight.engine.advance(before.memory, at, { audiences });
  return { state: { ...before, memory: effects.memory }, firings: toFirings(before, effects) };
}

function toFirings(state: Followed, effects: Effects, origin?: { at: number; record: StampedRecord }): Firing[] {
  return [...effects.fired, ...effects.wouldFire].map((trigger) => {
    const at = origin?.at ?? effects.memory.triggers[trigger.id]?.lastFiredAt ?? 0;
    const { pageId, sequence } = origin?.record ?? {};
    const cause = pageId === undefined ? [state.sessionId, at] : [pageId, sequence];
    return {
      ...{ trigger, at, page: state.page },
      isDry: effects.wouldFire.includes(trigger),
      depth: depthOf(trigger, { at, record: origin?.record }, state.issued),
      name: [state.app, ...cause, trigger.id].join(' '),
    };
  });
}

/** Sixteen bytes that name an instruction of a firing. */
export function seedOf({ name }: Firing, index: number): Uint8Array {
  return createHash('sha256').update([name, index].join(' ')).digest().subarray(0, 16);
}

/** What the rule set does not have is forgotten, so that no condition sees a state that nobody declares any more. */
export function pruneMemory(memory: RuleMemory, { states, triggers }: PublishedRuleSet['rules']): RuleMemory {
  const pick = <T>(all: Record<string, T>, rules: { id: string }[]) => {
    const ids = new Set(rules.map(({ id }) => id));
    return Object.fromEntries(Object.entries(all).filter(([id]) => ids.has(id)));
  };
  return {
    ...memory,
    states: pick(memory.states, states),
    waiting: pick(memory.waiting, states),
    visits: pick(memory.visits, states),
    triggers: pick(memory.triggers, triggers),
  };
}
