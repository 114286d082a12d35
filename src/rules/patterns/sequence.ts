import type { Pattern } from '../../wire/triggers.ts';
import { matchCondition } from '../evaluate.ts';
import { isWithin, keyOf, storeKeyed } from '../keyed.ts';
import type { Watch } from '../watch.ts';

/** Not begun so far. */
const NONE = -1;

/**
 * One step after the other, the last within the time from the first. Of each beginning of the sequence it remembers the latest
 * start with which it has been reached: where any records make the whole sequence, these do.
 */
export function watchSequence({ steps, by, withinMs }: Extract<Pattern, { type: 'sequence' }>): Watch {
  return {
    follow(memory, input) {
      const { at, scope } = input;
      const matching = steps.map((step) => matchCondition(step, scope));
      if (!matching.includes(true)) return undefined;
      const key = keyOf(by, input);
      const kept = new Map(
        Object.entries(memory?.hits ?? {}).map(([name, starts]) => {
          return [name, starts.map((start) => (isWithin(at, start, withinMs) ? start : NONE))];
        }),
      );
      // One more than steps before the last: `starts[n]` is the start of what has reached step n.
      const known = kept.get(key) ?? [];
      const starts = steps.slice(1).map((_, index) => known[index] ?? NONE);
      const before = [at, ...starts];
      const happens = matching.at(-1) === true && (before[steps.length - 1] ?? NONE) !== NONE;
      const after = starts.map((start, index) => {
        const reached = matching[index] === true ? (before[index] ?? NONE) : NONE;
        return reached === NONE ? start : reached;
      });
      kept.set(key, after);
      for (const [name, times] of kept) if (times.every((start) => start === NONE)) kept.delete(name);
      const remembered = { hits: storeKeyed(kept) };
      if (!happens) return { happens, memory: remembered };
      kept.delete(key);
      return { happens, memory: remembered, spent: { hits: storeKeyed(kept) } };
    },
  };
}
