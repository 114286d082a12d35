import type {
  Capture,
  CaptureDetails,
  ProviderRule,
  PublishedRuleSet,
  RecordKind,
  ScreenRule,
  Trigger,
} from '../wire/index.ts';
import {
  createRuleEngine,
  emptyMemory,
  noteOccasion,
  periodicScreens,
  type RuleEngine,
  type RuleMemory,
} from '../rules/engine.ts';
import { captureDetails } from '../rules/details.ts';
import { capturedKinds, observedKinds } from '../rules/kinds.ts';
import type { PageStorage } from '../browser/storage.ts';
import { createRuleInput, type Surroundings } from '../rules/input.ts';

/** A capture that an instruction added to the rules, and what ends it. */
export interface ExtraCapture {
  kinds: RecordKind[];
  untilAt: number;
  remainingCount: number;
  untilState?: string;
}

export interface Followed {
  keep: boolean;
  entered: string[];
  exited: string[];
  fired: Trigger[];
  screens: ScreenRule[];
  providers: ProviderRule[];
}

/** Applies the rule set to what is captured: what is kept, which states are entered, what has to happen. */
export interface Steering {
  adopt(published: PublishedRuleSet): void;
  follow(capture: Capture, surroundings: Surroundings): Followed;
  extend(extra: ExtraCapture): void;
  /** Kinds whose trackers have to run now. */
  neededKinds(now: number): Set<RecordKind>;
  keptKinds(now: number): Set<RecordKind>;
  /** How deep captures go in the states that are entered now. */
  details(): CaptureDetails;
  /** Screen rules that ask for an image regularly, in the states that are entered now. */
  periods(): ScreenRule[];
  /** True where the rule may be followed now; that counts as having followed it. */
  takePeriod(rule: ScreenRule, at: number): boolean;
  states(): string[];
  firedTriggers(): string[];
  save(): void;
}

const NAME = 'memory';
/** No condition sees DOM events; they are too many to be asked about. */
const NOTHING: Omit<Followed, 'keep'> = { entered: [], exited: [], fired: [], screens: [], providers: [] };

/** @param storage of the tab: the memory of states and triggers survives a reload, and belongs to one session */
export function createSteering(storage: PageStorage, sessionId: string, first: PublishedRuleSet): Steering {
  let published = first;
  let engine: RuleEngine = createRuleEngine(first.rules, 'page');
  let memory = restore(storage.get(NAME), sessionId);
  let extras: ExtraCapture[] = [];

  let base = capturedKinds(published.rules, Object.keys(memory.states));
  let details = captureDetails(published.rules, Object.keys(memory.states));

  const keptKinds = (now: number) => (extras.length === 0 ? base : join(base, extras, now));
  const update = (next: RuleMemory) => {
    const isMoved = next.states !== memory.states;
    memory = next;
    if (!isMoved) return;
    base = capturedKinds(published.rules, Object.keys(memory.states));
    details = captureDetails(published.rules, Object.keys(memory.states));
  };
  const consume = (capture: Capture) => {
    extras = spend(extras, capture);
  };
  return {
    adopt(next) {
      published = next;
      engine = createRuleEngine(next.rules, 'page');
      update(forget(memory, next));
    },
    follow(capture, surroundings) {
      if (capture.kind === 'dom') {
        const keep = keptKinds(capture.at).has('dom');
        consume(capture);
        return { ...NOTHING, keep };
      }
      const effects = engine.evaluate(memory, createRuleInput(capture, surroundings));
      update(effects.memory);
      const keep = keptKinds(capture.at).has(capture.kind);
      consume(capture);
      const { entered, exited, fired, screens, providers } = effects;
      extras = extras.filter(({ untilState }) => untilState === undefined || !entered.includes(untilState));
      return { keep, entered, exited, fired, screens, providers };
    },
    extend(extra) {
      extras.push(extra);
    },
    neededKinds: (now) => new Set([...keptKinds(now), ...observedKinds(published.rules)]),
    keptKinds,
    details: () => details,
    periods: () => periodicScreens(published.rules, memory),
    takePeriod(rule, at) {
      const noted = noteOccasion(memory, 'screens', rule, at);
      memory = noted ?? memory;
      return noted !== undefined;
    },
    states: () => Object.keys(memory.states),
    firedTriggers: () => Object.keys(memory.triggers).filter((id) => (memory.triggers[id]?.firedCount ?? 0) > 0),
    save() {
      storage.set(NAME, { sessionId, memory });
    },
  };
}

function join(base: Set<RecordKind>, extras: ExtraCapture[], now: number): Set<RecordKind> {
  const active = extras.filter((extra) => extra.untilAt > now);
  return new Set([...base, ...active.flatMap(({ kinds }) => kinds)]);
}

/** What is left of the extra captures after this one. */
function spend(extras: ExtraCapture[], { kind, at }: Capture): ExtraCapture[] {
  for (const extra of extras) if (extra.kinds.includes(kind)) extra.remainingCount -= 1;
  return extras.filter((extra) => extra.remainingCount > 0 && extra.untilAt > at);
}

/** States and triggers that the new rule set does not have are forgotten; the others go on. */
function forget(memory: RuleMemory, next: PublishedRuleSet): RuleMemory {
  const pick = <T>(all: Record<string, T>, rules: { id: string }[]) => {
    const ids = new Set(rules.map(({ id }) => id));
    return Object.fromEntries(Object.entries(all).filter(([id]) => ids.has(id)));
  };
  return {
    states: pick(memory.states, next.rules.states),
    triggers: pick(memory.triggers, next.rules.triggers),
    screens: pick(memory.screens, next.rules.screen),
    providers: pick(memory.providers, next.rules.providers),
  };
}

/** What was saved by the page before: our own origin's storage, so its shape is checked, not its every value. */
function restore(saved: unknown, sessionId: string): RuleMemory {
  if (typeof saved !== 'object' || saved === null) return emptyMemory();
  const { sessionId: owner, memory } = saved as { sessionId?: unknown; memory?: Partial<RuleMemory> | null };
  const isOurs = owner === sessionId && typeof memory === 'object' && memory !== null;
  return isOurs ? { ...emptyMemory(), ...memory } : emptyMemory();
}
