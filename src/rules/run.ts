import type { ProviderRule, ScreenRule } from '../wire/ruleSet.ts';
import type { Trigger } from '../wire/triggers.ts';
import type { RuleInput } from './input.ts';
import type { RuleMemory } from './memory.ts';

/** What is to become of a record: see the rule set's `forward`. */
export interface Forward {
  mode: 'live' | 'onRequest' | 'never';
  lastMs: number;
}

/** What follows from a record, or from time. */
export interface Effects {
  memory: RuleMemory;
  entered: string[];
  exited: string[];
  fired: Trigger[];
  /** Those that only say that they would have. */
  wouldFire: Trigger[];
  screens: ScreenRule[];
  providers: ProviderRule[];
  forward: Forward;
}

/** One evaluation under way. The memory that was given is never changed: a part of it is copied when it is first written. */
export interface Run extends Effects {
  audiences: ReadonlySet<string>;
  copied: Set<keyof RuleMemory>;
}

export const ON_REQUEST: Forward = { mode: 'onRequest', lastMs: 0 };
const NO_AUDIENCES: ReadonlySet<string> = new Set();

export function beginRun(memory: RuleMemory, audiences: ReadonlySet<string> = NO_AUDIENCES): Run {
  const lists = { entered: [], exited: [], fired: [], wouldFire: [], screens: [], providers: [] };
  return { ...lists, memory, forward: ON_REQUEST, audiences, copied: new Set() };
}

/** The part of the memory, to be written. */
export function write<P extends keyof RuleMemory>(run: Run, part: P): RuleMemory[P] {
  if (!run.copied.has(part)) {
    run.copied.add(part);
    run.memory = { ...run.memory, [part]: { ...run.memory[part] } };
  }
  return run.memory[part];
}

export function erase(run: Run, part: keyof RuleMemory, id: string): void {
  if (Object.hasOwn(run.memory[part], id)) Reflect.deleteProperty(write(run, part), id);
}

/** What conditions see: the record, and the states as they are now. */
export function seeStates({ memory: { states, visits } }: Run, input: RuleInput): RuleInput {
  const { session } = input.scope;
  const entered = Object.keys(states);
  const state = { entered, earlier: Object.keys(visits), since: states };
  return { ...input, scope: { ...input.scope, session: { ...Object(session), states: entered }, state } };
}
