import type { Combination, Pattern } from '../wire/triggers.ts';
import { evaluateExpression, matchCondition } from './evaluate.ts';
import type { RuleInput } from './input.ts';
import { isWithin, keyOf, storeKeyed } from './keyed.ts';
import type { PatternMemory } from './memory.ts';

/** What becomes of a pattern at a record, or by time. */
export interface Step {
  happens: boolean;
  memory?: PatternMemory | undefined;
  /** Instead of `memory`, where its happening was taken up: the trigger has fired. */
  spent?: PatternMemory;
}
type Remembered = PatternMemory | undefined;
type States = Readonly<Record<string, number>>;

/** A pattern that is looked for. Pure: what it remembers is handed in and out. */
export interface Watch {
  /** Undefined where the record leaves no trace. */
  follow(memory: Remembered, input: RuleInput): Step | undefined;
  /** What time alone brings about, when it does. */
  timed?: {
    dueAt(memory: Remembered, states: States): number;
    /** Afterwards it is due later than `at`. */
    advance(memory: Remembered, at: number, states: States): Step;
  };
}

/** Undefined for patterns that it doesn't know. */
export type MakeWatch = (pattern: Pattern | Combination) => Watch | undefined;

/** The patterns that most rule sets have; the others come with `patterns/`. */
export const watchSimple: MakeWatch = (pattern) => {
  switch (pattern.type) {
    case 'match':
      return {
        follow: (memory, { scope }) => (matchCondition(pattern.when, scope) ? { happens: true, memory } : undefined),
      };
    case 'count':
      return {
        follow: (memory, input) =>
          matchCondition(pattern.when, input.scope) ? count(pattern, memory, input) : undefined,
      };
    case 'value':
      return {
        follow: (memory, input) =>
          matchCondition(pattern.when, input.scope) ? compare(pattern, memory, input) : undefined,
      };
    default:
      return undefined;
  }
};

function count(pattern: Extract<Pattern, { type: 'count' }>, memory: Remembered, input: RuleInput): Step {
  const { at } = input;
  const key = keyOf(pattern.by, input);
  const recent = new Map<string, number[]>();
  for (const [name, times] of Object.entries(memory?.hits ?? {})) {
    const kept = times.filter((time) => isWithin(at, time, pattern.withinMs));
    if (kept.length > 0) recent.set(name, kept);
  }
  const hits = [...(recent.get(key) ?? []), at].slice(-pattern.times);
  recent.set(key, hits);
  const remembered = { hits: storeKeyed(recent) };
  if (hits.length < pattern.times) return { happens: false, memory: remembered };
  // After firing the count starts over, so that the next firing needs as many new matches.
  recent.delete(key);
  return { happens: true, memory: remembered, spent: { hits: storeKeyed(recent) } };
}

function compare(
  { of, above = Infinity, below = -Infinity }: Extract<Pattern, { type: 'value' }>,
  memory: Remembered,
  { scope }: RuleInput,
): Step | undefined {
  const value = evaluateExpression(of, scope);
  if (typeof value !== 'number') return undefined;
  const isBeyond = value > above || value < below;
  return { happens: isBeyond && memory?.isBeyond !== true, memory: { isBeyond } };
}
