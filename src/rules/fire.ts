import type { InstructionDraft } from '../wire/instruction.ts';
import type { Trigger } from '../wire/triggers.ts';
import { isWithin } from './keyed.ts';
import type { TriggerMemory } from './memory.ts';

/** A capture that no limit of its own ends, ends then. */
export const CAPTURE_MS = 10 * 60_000;

export const NEVER_FIRED: TriggerMemory = { firedCount: 0 };

/** What is remembered once it has fired; undefined where its limits forbid it to fire now. */
export function fire({ limits, instructions }: Trigger, memory: TriggerMemory, at: number): TriggerMemory | undefined {
  const { firedCount, lastFiredAt } = memory;
  if (firedCount >= limits.perSession) return undefined;
  if (lastFiredAt !== undefined && isWithin(at, lastFiredAt, limits.coolDownMs)) return undefined;
  const running = (memory.runsUntil ?? []).filter((endsAt) => endsAt > at);
  const begun = instructions.map((draft) => at + lengthOf(draft)).filter((endsAt) => endsAt > at);
  if (running.length > 0 && running.length + begun.length > limits.parallel) return undefined;
  const runsUntil = [...running, ...begun];
  const { pattern } = memory;
  return {
    ...{ firedCount: firedCount + 1, lastFiredAt: at },
    ...(runsUntil.length > 0 && { runsUntil }),
    ...(pattern && { pattern }),
  };
}

/** How long what it orders runs at most, as far as that can be told before. */
function lengthOf({ order, limits = {} }: InstructionDraft): number {
  const { windows, maxMs = Infinity } = limits;
  const openMs = order.verb === 'capture.start' || windows ? Infinity : 0;
  const liveMs = order.verb === 'buffer.send' ? (order.liveMs ?? openMs) : openMs;
  const windowsMs = windows ? (windows.count - 1) * windows.everyMs + windows.lengthMs : Infinity;
  const lengthMs = Math.min(liveMs, maxMs, windowsMs);
  return lengthMs === Infinity ? CAPTURE_MS : lengthMs;
}
