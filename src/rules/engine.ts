import type { ProviderRule, RecordKind, RuleSet, ScreenRule, State, Trigger } from '../wire/index.ts';
import { matchCondition } from './evaluate.ts';
import type { RuleInput } from './input.ts';
import { checkTrigger, type TriggerMemory } from './trigger.ts';

/** What the rules remember of a session. Plain JSON, so that it survives a reload. */
export interface RuleMemory {
  /** Entered states with the time of entry. */
  states: Record<string, number>;
  triggers: Record<string, TriggerMemory>;
  screens: Record<string, OccasionMemory>;
  providers: Record<string, OccasionMemory>;
}

/** How often a rule with `minIntervalMs` and `maxCount` has been followed, and when last. */
export interface OccasionMemory {
  count: number;
  lastAt: number;
}

export interface Effects {
  memory: RuleMemory;
  entered: string[];
  exited: string[];
  fired: Trigger[];
  screens: ScreenRule[];
  providers: ProviderRule[];
}

export interface RuleEngine {
  /** New memory and what follows from this record. Pure: neither argument is changed. */
  evaluate(memory: RuleMemory, input: RuleInput): Effects;
}

export function emptyMemory(): RuleMemory {
  return { states: {}, triggers: {}, screens: {}, providers: {} };
}

/** Prepares a rule set: an index by kind, so that a record costs only the rules that can match it. */
export function createRuleEngine(ruleSet: RuleSet, where: 'page' | 'monitor'): RuleEngine {
  const states = byKind(ruleSet.states.map(withExitKinds));
  const triggers = byKind(ruleSet.triggers.filter((trigger) => trigger.where === where));
  const screens = byKind(where === 'page' ? ruleSet.screen : []);
  const providers = byKind(where === 'page' ? ruleSet.providers : []);
  return {
    evaluate(memory, input) {
      const moved = moveStates(states.get(input.kind) ?? [], memory, input);
      const effects: Effects = { ...moved, fired: [], screens: [], providers: [] };
      const seen = withStates(input, Object.keys(moved.memory.states));
      for (const trigger of triggers.get(input.kind) ?? []) applyTrigger(effects, trigger, seen);
      for (const screen of screens.get(input.kind) ?? []) {
        if (applyOccasion(effects, 'screens', screen, seen)) effects.screens.push(screen);
      }
      for (const provider of providers.get(input.kind) ?? []) {
        if (applyOccasion(effects, 'providers', provider, seen)) effects.providers.push(provider);
      }
      return effects;
    },
  };
}

function byKind<R extends { observes: RecordKind[] }>(rules: R[]): Map<RecordKind, R[]> {
  const index = new Map<RecordKind, R[]>();
  for (const rule of rules) {
    for (const kind of rule.observes) index.set(kind, [...(index.get(kind) ?? []), rule]);
  }
  return index;
}

/** A state without an exit is left by navigation, whatever enters it. */
function withExitKinds(state: State): State {
  const isObserved = state.exit !== undefined || state.observes.includes('navigation');
  return isObserved ? state : { ...state, observes: [...state.observes, 'navigation'] };
}

function withStates(input: RuleInput, states: string[]): RuleInput {
  const session = input.scope['session'];
  const known = typeof session === 'object' && session !== null ? session : {};
  return { ...input, scope: { ...input.scope, session: { ...known, states } } };
}

function moveStates(rules: State[], memory: RuleMemory, input: RuleInput) {
  let states = memory.states;
  const entered: string[] = [];
  const exited: string[] = [];
  for (const rule of rules) {
    const scope = withStates(input, Object.keys(states)).scope;
    if (Object.hasOwn(states, rule.id)) {
      if (!isExit(rule, scope)) continue;
      states = Object.fromEntries(Object.entries(states).filter(([id]) => id !== rule.id));
      exited.push(rule.id);
    } else if (matchCondition(rule.enter, scope)) {
      states = { ...states, [rule.id]: input.at };
      entered.push(rule.id);
    }
  }
  return { memory: { ...memory, states }, entered, exited };
}

/** A state without an exit is left by the next navigation that does not enter it. */
function isExit(rule: State, scope: RuleInput['scope']): boolean {
  if (rule.exit !== undefined) return matchCondition(rule.exit, scope);
  return scope.record['kind'] === 'navigation' && !matchCondition(rule.enter, scope);
}

function isActive(rule: { state?: string | undefined }, memory: RuleMemory): boolean {
  return rule.state === undefined || Object.hasOwn(memory.states, rule.state);
}

/** Ids are the operator's words, `constructor` among them. */
function own<T>(memory: Record<string, T>, id: string): T | undefined {
  return Object.hasOwn(memory, id) ? memory[id] : undefined;
}

function applyTrigger(effects: Effects, trigger: Trigger, input: RuleInput): void {
  if (!isActive(trigger, effects.memory)) return;
  const checked = checkTrigger(trigger, own(effects.memory.triggers, trigger.id), input);
  if (checked === undefined) return;
  const triggers = { ...effects.memory.triggers, [trigger.id]: checked.memory };
  effects.memory = { ...effects.memory, triggers };
  if (checked.fires) effects.fired.push(trigger);
}

/** True where the rule is to be followed now: its condition holds, and neither its interval nor its count forbids it. */
function applyOccasion(
  effects: Effects,
  list: 'screens' | 'providers',
  rule: ScreenRule | ProviderRule,
  input: RuleInput,
): boolean {
  if (rule.when === undefined || !isActive(rule, effects.memory)) return false;
  if (!matchCondition(rule.when, input.scope)) return false;
  const noted = noteOccasion(effects.memory, list, rule, input.at);
  effects.memory = noted ?? effects.memory;
  return noted !== undefined;
}

/** Memory in which the rule has been followed once more; undefined where its interval or its count forbids that. */
export function noteOccasion(
  memory: RuleMemory,
  list: 'screens' | 'providers',
  rule: Pick<ScreenRule, 'id' | 'minIntervalMs' | 'maxCount'>,
  at: number,
): RuleMemory | undefined {
  const before = own(memory[list], rule.id);
  const count = before?.count ?? 0;
  const isDue = before === undefined || at - before.lastAt >= rule.minIntervalMs;
  if (!isDue || count >= rule.maxCount) return undefined;
  return { ...memory, [list]: { ...memory[list], [rule.id]: { count: count + 1, lastAt: at } } };
}

/** Screen rules that are to be followed regularly while these states are entered. */
export function periodicScreens({ screen }: RuleSet, memory: RuleMemory): ScreenRule[] {
  return screen.filter((rule) => rule.everyMs !== undefined && isActive(rule, memory));
}
