import type { Summary } from 'rewindow/wire';
import { createTally, type Happened, type RuleName } from '../backtest/tally.ts';
import type { Trial, TrialFiring } from './trialStore.ts';

/** What a trial has counted: triggers of the page by the newest summary of each tab, those of the monitor one by one. */
export interface TrialCounts {
  noteSummary(summary: Summary): void;
  /** What is to be kept of it; undefined where it was noted already. */
  noteFiring(sessionId: string, triggerId: string, at: number): TrialFiring | undefined;
  /** What was kept, after a restart. */
  restore(firings: readonly TrialFiring[]): void;
  forgetSession(sessionId: string): void;
  total(): { sessionCount: number; hits: ReturnType<ReturnType<typeof createTally>['hits']> };
}

/** Sessions that are counted; of more, those that reported first are left out. */
const SESSION_COUNT_MAX = 50_000;

interface Counted {
  user: string | null;
  /** By tab. */
  told: Map<string, { at: number; fired: Readonly<Record<string, number>> }>;
  /** By trigger of the monitor. */
  fired: Map<string, Happened & { lastAt: number }>;
  /** When a trigger of the page was first told to have fired. */
  firstAt: Map<string, number>;
}

export function createTrialCounts({ published: { hash, rules }, startedAt }: Trial): TrialCounts {
  const sessions = new Map<string, Counted>();
  const countedOf = (sessionId: string): Counted => {
    const found = sessions.get(sessionId) ?? { user: null, told: new Map(), fired: new Map(), firstAt: new Map() };
    sessions.set(sessionId, found);
    const [oldest] = sessions.keys();
    if (sessions.size > SESSION_COUNT_MAX && oldest !== undefined) sessions.delete(oldest);
    return found;
  };
  return {
    noteSummary({ sessionId, tabId, at, clockOffsetMs, user, trial }) {
      if (trial?.hash !== hash || at + clockOffsetMs < startedAt) return;
      const counted = countedOf(sessionId);
      counted.user = user ?? counted.user;
      if ((counted.told.get(tabId)?.at ?? 0) > at) return;
      counted.told.set(tabId, { at, fired: trial.fired });
      for (const [id, count] of Object.entries(trial.fired)) {
        if (count > 0 && !counted.firstAt.has(id)) counted.firstAt.set(id, at + clockOffsetMs);
      }
    },
    noteFiring(sessionId, triggerId, at) {
      const { fired } = countedOf(sessionId);
      const before = fired.get(triggerId);
      // Once per firing, however many instructions it would have given.
      if (before?.lastAt === at) return undefined;
      const next = { count: (before?.count ?? 0) + 1, firstAt: before?.firstAt ?? at, lastAt: at };
      fired.set(triggerId, next);
      return { sessionId, triggerId, ...next };
    },
    restore(firings) {
      for (const { sessionId, triggerId, ...kept } of firings) countedOf(sessionId).fired.set(triggerId, kept);
    },
    forgetSession(sessionId) {
      sessions.delete(sessionId);
    },
    total() {
      const tally = createTally({ triggers: rules.triggers, states: [], screen: [], providers: [] });
      for (const [sessionId, counted] of sessions) tally.add({ sessionId, user: counted.user }, happenedIn(counted));
      return { sessionCount: sessions.size, hits: tally.hits() };
    },
  };
}

function happenedIn({ told, fired, firstAt }: Counted): Map<RuleName, Happened> {
  const happened = new Map<RuleName, Happened>();
  const add = (id: string, count: number, at: number) => {
    const before = happened.get(`trigger ${id}`);
    if (count > 0) happened.set(`trigger ${id}`, { count: count + (before?.count ?? 0), firstAt: at });
  };
  for (const tab of told.values()) {
    for (const [id, count] of Object.entries(tab.fired)) add(id, count, firstAt.get(id) ?? tab.at);
  }
  for (const [id, { count, firstAt: at }] of fired) add(id, count, at);
  return happened;
}
