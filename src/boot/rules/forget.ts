import { own, type RuleMemory, type TriggerMemory } from '../../rules/memory.ts';
import type { RuleSet } from '../../wire/ruleSet.ts';

/** States and rules that the next rule set does not have are forgotten; the others go on, also those that look for something else. */
export function forget(memory: RuleMemory, before: RuleSet, next: RuleSet): RuleMemory {
  const { states, triggers, screen, providers } = next;
  const known = new Map(before.triggers.map((trigger) => [trigger.id, JSON.stringify(trigger)]));
  const kept: Record<string, TriggerMemory> = {};
  for (const trigger of triggers) {
    const remembered = own(memory.triggers, trigger.id);
    if (!remembered) continue;
    const { pattern: _, ...limits } = remembered;
    kept[trigger.id] = known.get(trigger.id) === JSON.stringify(trigger) ? remembered : limits;
  }
  return {
    states: pick(memory.states, states),
    waiting: pick(memory.waiting, states),
    visits: pick(memory.visits, states),
    triggers: kept,
    screens: pick(memory.screens, screen),
    providers: pick(memory.providers, providers),
  };
}

function pick<T>(all: Record<string, T>, rules: { id: string }[]): Record<string, T> {
  const ids = new Set(rules.map(({ id }) => id));
  return Object.fromEntries(Object.entries(all).filter(([id]) => ids.has(id)));
}
