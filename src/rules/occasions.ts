import type { ProviderRule, RuleSet, ScreenRule } from '../wire/ruleSet.ts';
import { isActive } from './active.ts';
import { matchCondition } from './evaluate.ts';
import type { RuleInput } from './input.ts';
import { own, type RuleMemory } from './memory.ts';
import { type Run } from './run.ts';

type List = 'screens' | 'providers';

/** True where the rule is to be followed now: its condition holds, and neither its interval nor its count forbids it. */
export function applyOccasion(run: Run, list: List, rule: ScreenRule | ProviderRule, input: RuleInput): boolean {
  if (rule.when === undefined || !isActive(rule, run.memory.states, run.audiences)) return false;
  if (!matchCondition(rule.when, input.scope)) return false;
  const noted = noteOccasion(run.memory, list, rule, input.at);
  run.memory = noted ?? run.memory;
  return noted !== undefined;
}

/** Memory in which the rule has been followed once more; undefined where its interval or its count forbids that. */
export function noteOccasion(
  memory: RuleMemory,
  list: List,
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
export function periodicScreens(
  { screen }: RuleSet,
  { states }: Pick<RuleMemory, 'states'>,
  audiences?: ReadonlySet<string>,
): ScreenRule[] {
  return screen.filter((rule) => rule.everyMs !== undefined && isActive(rule, states, audiences));
}
