import {
  capturedKinds,
  createRuleEngine,
  createRuleInput,
  emptyMemory,
  noteOccasion,
  periodicScreens,
  type Effects,
  type RuleEngine,
  type RuleMemory,
  type Surroundings,
} from 'rewindow/rules';
import type { Capture, RecordKind, RuleSet, ScreenRule } from 'rewindow/wire';
import type { StreamedRecord } from '../replay/recordStream.ts';
import { createAudienceTeller, type Visitor } from '../rules/inAudiences.ts';
import { beginKnown, learn, surround } from '../rules/known.ts';
import { createCostMeter, type Cost, type CostMeter } from './cost.ts';
import type { Happened, RuleName } from './tally.ts';

/** A draft, ready to run. */
export interface Draft {
  rules: RuleSet;
  page: RuleEngine;
  monitor: RuleEngine;
}

export function prepareDraft(rules: RuleSet): Draft {
  return { rules, page: createRuleEngine(rules, 'page'), monitor: createRuleEngine(rules, 'monitor') };
}

export interface DraftSession {
  visitor: Visitor;
  startedAt: number;
  user: string | undefined;
  profile: Surroundings['profile'];
}

export interface DraftRun {
  take(record: StreamedRecord): void;
  result(): DraftResult;
}
export interface DraftResult {
  happened: ReadonlyMap<RuleName, Happened>;
  kinds: ReadonlySet<RecordKind>;
  recordCount: number;
  cost: Cost;
}

/** What rules make themselves. In the archive it is that of the rules of then; the draft makes its own. */
const MADE: ReadonlySet<RecordKind> = new Set(['state', 'trigger']);
/** States and triggers make records, which may enter states and fire triggers: so many rounds and no more, as in the page. */
const ROUND_MAX = 5;

interface Tab {
  memory: RuleMemory;
  /** Kinds that are kept, and for which states and audiences that holds. */
  kept?: { states: RuleMemory['states']; audiences: string; kinds: Set<RecordKind> };
}

/** What a server saw of itself: no page's rules ever see it. */
function isOfTap(capture: Capture): boolean {
  return capture.kind === 'network' && capture.data.api === 'server';
}

/** Runs a draft over the records of one session, in order, as its pages and the monitor would have: a page's rules per tab. */
export function createDraftRun({ rules, page, monitor }: Draft, session: DraftSession): DraftRun {
  const { visitor, startedAt, user, profile } = session;
  const tell = createAudienceTeller(rules, visitor);
  const meter = createCostMeter(rules);
  const tabs = new Map<string, Tab>();
  const notes = createNotes(meter);
  const seen = { kinds: new Set<RecordKind>(), recordCount: 0, archivedBytes: 0 };
  let known = beginKnown({ startedAt, ...(user !== undefined && { user }) });
  let memory = emptyMemory();

  const follow = (tab: Tab, capture: Capture, surroundings: Surroundings, round: number) => {
    const { at } = capture;
    const effects = isOfTap(capture) ? undefined : page.evaluate(tab.memory, createRuleInput(capture, surroundings));
    tab.memory = effects?.memory ?? tab.memory;
    if (effects) {
      notes.noteTriggers(effects, at);
      notes.notePage(effects, at);
    }
    const sent = monitor.evaluate(memory, createRuleInput(capture, { ...surroundings, profile }));
    memory = sent.memory;
    notes.noteTriggers(sent, at);
    if (effects && round < ROUND_MAX) {
      for (const made of listMade(effects, at)) follow(tab, made, surroundings, round + 1);
    }
    return effects?.forward;
  };
  const followPeriods = (tab: Tab, at: number, audiences: ReadonlySet<string>) => {
    for (const rule of periodicScreens(rules, tab.memory, audiences)) {
      const noted = noteOccasion(tab.memory, 'screens', atLeastEvery(rule), at);
      if (noted === undefined) continue;
      tab.memory = noted;
      notes.noteImage(rule, at);
    }
  };
  return {
    take(record) {
      const { kind, bytes, tabId, pageId, correctedAt: at } = record;
      seen.kinds.add(kind);
      seen.recordCount += 1;
      seen.archivedBytes += bytes;
      known = learn(known, record);
      const tab = tabs.get(tabId) ?? { memory: emptyMemory() };
      tabs.set(tabId, tab);
      const surroundings = surround(known, pageId);
      const audiences = tell(known, tab.memory, { at, path: surroundings.page.path });
      if (rules.audience !== undefined && !audiences.has(rules.audience)) return;
      const forward = MADE.has(kind) ? undefined : follow(tab, { ...record, at }, { ...surroundings, audiences }, 0);
      followPeriods(tab, at, audiences);
      const isKept = keptKinds(rules, tab, visitor.sessionId, audiences).has(kind) && forward?.mode !== 'never';
      if (isKept) meter.buffer({ at, kind, bytes }, forward?.mode === 'live' ? forward : undefined);
    },
    result() {
      const { kinds, recordCount, archivedBytes } = seen;
      const cost = { archivedBytes: Math.round(archivedBytes), ...meter.total() };
      return { happened: notes.happened, kinds, recordCount, cost };
    },
  };
}

function createNotes(meter: CostMeter) {
  const happened = new Map<RuleName, Happened>();
  const count = (name: RuleName, at: number) => {
    const before = happened.get(name);
    happened.set(name, { count: (before?.count ?? 0) + 1, firstAt: Math.min(before?.firstAt ?? at, at) });
  };
  const noteImage = ({ id }: Pick<ScreenRule, 'id'>, at: number) => {
    count(`screen ${id}`, at);
    meter.image();
  };
  return {
    happened,
    noteImage,
    noteTriggers({ fired, wouldFire, memory }: Effects, at: number) {
      for (const { id } of [...fired, ...wouldFire]) count(`trigger ${id}`, at);
      for (const { instructions } of fired) for (const draft of instructions) meter.order(draft, at, memory.visits);
    },
    /** States, images and data of the host are the page's. */
    notePage({ entered, providers, screens }: Effects, at: number) {
      for (const id of entered) count(`state ${id}`, at);
      for (const { id } of providers) count(`provider ${id}`, at);
      for (const screen of screens) noteImage(screen, at);
    },
  };
}

/** Worked out again only where states or audiences have changed. */
function keptKinds(rules: RuleSet, tab: Tab, sessionId: string, audiences: ReadonlySet<string>): Set<RecordKind> {
  const { states } = tab.memory;
  const named = [...audiences].join(' ');
  if (tab.kept?.states !== states || tab.kept.audiences !== named) {
    const kinds = capturedKinds(rules, Object.keys(states), { sessionId, audiences });
    tab.kept = { states, audiences: named, kinds };
  }
  return tab.kept.kinds;
}

function listMade({ entered, exited, fired, wouldFire }: Effects, at: number): Capture[] {
  const triggered = { revision: 0 };
  return [
    ...exited.map((state): Capture => ({ kind: 'state', at, data: { type: 'exit', state } })),
    ...entered.map((state): Capture => ({ kind: 'state', at, data: { type: 'enter', state } })),
    ...fired.map(({ id }): Capture => ({ kind: 'trigger', at, data: { trigger: id, ...triggered } })),
    ...wouldFire.map(({ id }): Capture => ({ kind: 'trigger', at, data: { trigger: id, ...triggered, dryRun: true } })),
  ];
}

function atLeastEvery(rule: ScreenRule): ScreenRule {
  return { ...rule, minIntervalMs: Math.max(rule.minIntervalMs, rule.everyMs ?? 0) };
}
