import type { Pattern } from '../../wire/triggers.ts';
import { matchCondition } from '../evaluate.ts';
import type { Watch } from '../watch.ts';

/**
 * So many in a row, each about `everyMs` after the one before. What follows within the tolerance belongs to the same occurrence
 * (errors come in bursts); what comes at another time breaks the row and begins a new one.
 */
export function watchRecurrence({
  when,
  everyMs,
  toleranceMs = everyMs / 4,
  times,
}: Extract<Pattern, { type: 'recurrence' }>): Watch {
  return {
    follow(memory, { at, scope }) {
      if (!matchCondition(when, scope)) return undefined;
      const gapMs = at - (memory?.at ?? -Infinity);
      if (Math.abs(gapMs - everyMs) <= toleranceMs) {
        const count = (memory?.count ?? 0) + 1;
        // After firing the count starts over; the rhythm goes on.
        return { happens: count >= times, memory: { at, count: Math.min(count, times) }, spent: { at, count: 0 } };
      }
      if (gapMs >= 0 && gapMs <= toleranceMs) return undefined;
      return { happens: false, memory: { at, count: 1 } };
    },
  };
}
