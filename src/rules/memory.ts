import { isNumber, isTruth, listOf, mapOf, optional, shape } from '../wire/checks.ts';

/** What the rules remember of a session. Plain JSON, so that it survives a reload. */
export interface RuleMemory {
  /** Entered states with the time of entry. */
  states: Record<string, number>;
  /** States that are entered as soon as they have lasted, with the time since when they would be. */
  waiting: Record<string, number>;
  /** The last stay in each state that was ever entered. */
  visits: Record<string, Visit>;
  triggers: Record<string, TriggerMemory>;
  screens: Record<string, OccasionMemory>;
  providers: Record<string, OccasionMemory>;
}

/** Put aside for the next page, with the time of that. */
export interface SavedMemory extends RuleMemory {
  savedAt?: number;
}

export interface Visit {
  enteredAt: number;
  leftAt?: number;
}

/** How often a rule with `minIntervalMs` and `maxCount` has been followed, and when last. */
export interface OccasionMemory {
  count: number;
  lastAt: number;
}

export interface TriggerMemory {
  firedCount: number;
  lastFiredAt?: number;
  /** Ends of the captures and live sends that it has begun. */
  runsUntil?: number[];
  pattern?: PatternMemory;
}

/** What a pattern remembers; each uses what it needs. */
export interface PatternMemory {
  /** Times, by key. */
  hits?: Record<string, number[]>;
  /** The value was beyond its bound, or the combination was true. */
  isBeyond?: boolean;
  at?: number;
  count?: number;
  points?: number;
  /** Of a combination: each part, and when it has happened last. */
  parts?: Record<string, { at?: number; pattern?: PatternMemory }>;
}

export function emptyMemory(): RuleMemory {
  return { states: {}, waiting: {}, visits: {}, triggers: {}, screens: {}, providers: {} };
}

/** Ids are the operator's words, `constructor` among them. */
export function own<T>(memory: Record<string, T>, id: string): T | undefined {
  return Object.hasOwn(memory, id) ? memory[id] : undefined;
}

const times = mapOf(isNumber);
const maybeNumber = optional(isNumber);
const pattern = {
  hits: optional(mapOf(listOf(isNumber, 1_000))),
  isBeyond: optional(isTruth),
  ...{ at: maybeNumber, count: maybeNumber, points: maybeNumber },
};
const parts = optional(mapOf(shape({ at: maybeNumber, pattern: optional(shape(pattern)) })));
const occasions = mapOf(shape({ count: isNumber, lastAt: isNumber }));
const isMemory = shape({
  ...{ states: times, waiting: times, screens: occasions, providers: occasions },
  visits: mapOf(shape({ enteredAt: isNumber, leftAt: maybeNumber })),
  savedAt: maybeNumber,
  triggers: mapOf(
    shape({
      ...{ firedCount: isNumber, lastFiredAt: maybeNumber, runsUntil: optional(listOf(isNumber)) },
      pattern: optional(shape({ ...pattern, parts })),
    }),
  ),
});

/** What a page before this one saved; an empty memory where it is none. */
export function restoreMemory(saved: unknown): SavedMemory {
  const memory: unknown = typeof saved === 'object' ? { ...emptyMemory(), ...saved } : undefined;
  return isMemory(memory) ? (memory as SavedMemory) : emptyMemory();
}
