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
const NEVER_FIRED: TriggerMemory = { firedCount: 0 };

/** Undefined where the record leaves no trace in the trigger's memory. */
export function checkTrigger(
  trigger: Trigger,
  memory: TriggerMemory = NEVER_FIRED,
  input: RuleInput,
): { memory: TriggerMemory; fires: boolean } | undefined {
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
  const isCool = memory.lastFiredAt === undefined || at - memory.lastFiredAt >= coolDownMs;
  const fires = wants && isCool && memory.firedCount < perSession;
  const fired = fires ? { firedCount: memory.firedCount + 1, lastFiredAt: at } : {};
  return { memory: { ...memory, ...fired }, fires };
}

function count(trigger: Extract<Trigger, { type: 'count' }>, memory: TriggerMemory, input: RuleInput) {
  const key = trigger.by === undefined ? '' : String(evaluateExpression(trigger.by, input.scope));
  const since = input.at - trigger.withinMs;
  const hits = [...ownHits(memory, key).filter((at) => at > since), input.at].slice(-trigger.times);
  const isReached = hits.length >= trigger.times;
  const settled = settle(trigger, memory, isReached, input.at);
  // After firing the count starts over, so that the next firing needs as many new matches.
  const kept = settled.fires ? [] : hits;
  return { ...settled, memory: { ...settled.memory, hits: remember(memory.hits, key, kept) } };
}

function ownHits(memory: TriggerMemory, key: string): number[] {
  return memory.hits !== undefined && Object.hasOwn(memory.hits, key) ? (memory.hits[key] ?? []) : [];
}

function remember(hits: Record<string, number[]> = {}, key: string, times: number[]): Record<string, number[]> {
  const others = Object.entries(hits).filter(([other]) => other !== key);
  return Object.fromEntries([...others, [key, times] as const].slice(-KEY_COUNT_MAX));
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
