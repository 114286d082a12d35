import type { Trigger } from '../wire/index.ts';
import { evaluateExpression, matchCondition } from './evaluate.ts';
import type { RuleInput } from './input.ts';

/** What one trigger remembers. `hits` are times of matches within the window, by key. */
export interface TriggerMemory {
  firedCount: number;
  lastFiredAt?: number;
  hits?: Record<string, number[]>;
  /** The value was beyond its bound at the last record. */
  isBeyond?: boolean;
}

/** Different keys that a counting trigger keeps apart; the one that was hit least recently makes room. */
const KEY_COUNT_MAX = 50;
/** Of a key: the host's text may stand in it, and the memory is stored with the session. */
const KEY_LENGTH_MAX = 200;
const NEVER_FIRED: TriggerMemory = { firedCount: 0 };

/** Undefined where the record leaves no trace in the trigger's memory. */
export function checkTrigger(
  trigger: Trigger,
  memory: TriggerMemory = NEVER_FIRED,
  input: RuleInput,
): { memory: TriggerMemory; fires: boolean } | undefined {
  if (trigger.type !== 'match' && trigger.type !== 'count' && trigger.type !== 'value') return undefined;
  if (!matchCondition(trigger.when, input.scope)) return undefined;
  switch (trigger.type) {
    case 'match':
      return settle(trigger, memory, true, input.at);
    case 'count':
      return count(trigger, memory, input);
    case 'value':
      return compare(trigger, memory, input);
  }
}

/** Applies the limits: a trigger that would fire beyond them, stays silent. */
function settle(trigger: Trigger, memory: TriggerMemory, wants: boolean, at: number) {
  const { perSession, coolDownMs } = trigger.limits;
  const isCool = memory.lastFiredAt === undefined || !isWithin(at, memory.lastFiredAt, coolDownMs);
  const fires = wants && isCool && memory.firedCount < perSession;
  const fired = fires ? { firedCount: memory.firedCount + 1, lastFiredAt: at } : {};
  return { memory: { ...memory, ...fired }, fires };
}

/** Less than `spanMs` apart. A clock that was set back by more leaves no times in the future that would count. */
function isWithin(at: number, earlierAt: number, spanMs: number): boolean {
  return Math.abs(at - earlierAt) < spanMs;
}

function count(trigger: Extract<Trigger, { type: 'count' }>, memory: TriggerMemory, input: RuleInput) {
  const key = trigger.by === undefined ? '' : keyOf(evaluateExpression(trigger.by, input.scope));
  const recent = recentHits(memory.hits, input.at, trigger.withinMs);
  const hits = [...(recent.get(key) ?? []), input.at].slice(-trigger.times);
  const settled = settle(trigger, memory, hits.length >= trigger.times, input.at);
  // After firing the count starts over, so that the next firing needs as many new matches.
  if (settled.fires) recent.delete(key);
  else recent.set(key, hits);
  return { ...settled, memory: { ...settled.memory, hits: Object.fromEntries(keepNewest(recent)) } };
}

function keyOf(value: unknown): string {
  return (Array.isArray(value) ? JSON.stringify(value) : String(value)).slice(0, KEY_LENGTH_MAX);
}

/** What still counts, by key; keys without anything that counts are forgotten. */
function recentHits(hits: Record<string, number[]> = {}, at: number, withinMs: number): Map<string, number[]> {
  const recent = new Map<string, number[]>();
  for (const [key, times] of Object.entries(hits)) {
    const kept = times.filter((time) => isWithin(at, time, withinMs));
    if (kept.length > 0) recent.set(key, kept);
  }
  return recent;
}

/** The order of an object's keys says nothing here (numbers come first), the times do. */
function keepNewest(hits: Map<string, number[]>): [string, number[]][] {
  const entries = [...hits];
  if (entries.length <= KEY_COUNT_MAX) return entries;
  return entries.sort(([, one], [, other]) => (other.at(-1) ?? 0) - (one.at(-1) ?? 0)).slice(0, KEY_COUNT_MAX);
}

function compare(trigger: Extract<Trigger, { type: 'value' }>, memory: TriggerMemory, input: RuleInput) {
  const value = evaluateExpression(trigger.of, input.scope);
  if (typeof value !== 'number') return undefined;
  const isAbove = trigger.above !== undefined && value > trigger.above;
  const isBelow = trigger.below !== undefined && value < trigger.below;
  const isBeyond = isAbove || isBelow;
  const settled = settle(trigger, memory, isBeyond && memory.isBeyond !== true, input.at);
  return { ...settled, memory: { ...settled.memory, isBeyond } };
}
