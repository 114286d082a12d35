import type { Pattern } from '../../wire/triggers.ts';
import { matchCondition } from '../evaluate.ts';
import { keyOf, storeKeyed, type Keyed } from '../keyed.ts';
import type { PatternMemory } from '../memory.ts';
import type { Watch } from '../watch.ts';

/**
 * After `when`, no `without` for so long. The wait begins with the first `when`; others while it lasts add nothing. A record
 * that is both ends one wait and begins the next: the heart that stops beating.
 */
export function watchAbsence({ when, without, by, withinMs }: Extract<Pattern, { type: 'absence' }>): Watch {
  return {
    follow(memory, input) {
      const { at, scope } = input;
      const isEnd = matchCondition(without, scope);
      const isBegin = matchCondition(when, scope);
      if (!isEnd && !isBegin) return undefined;
      const key = keyOf(by, input);
      const waits = read(memory);
      if (isEnd) waits.delete(key);
      // The clock may have been set back.
      const [since = Infinity] = waits.get(key) ?? [];
      if (isBegin) waits.set(key, [Math.min(since, at)]);
      return { happens: false, memory: remember(waits) };
    },
    timed: {
      dueAt: (memory) => (memory?.at ?? Infinity) + withinMs,
      advance(memory, at) {
        const waits = read(memory);
        for (const [key, [since = 0]] of waits) if (since + withinMs <= at) waits.delete(key);
        return { happens: true, memory: remember(waits) };
      },
    },
  };
}

function read(memory: PatternMemory | undefined): Keyed {
  return new Map(Object.entries(memory?.hits ?? {}));
}

/** With the earliest beginning, so that nobody has to look for it at each record. */
function remember(waits: Keyed): PatternMemory {
  const hits = storeKeyed(waits);
  const at = Math.min(...Object.values(hits).flat());
  return { hits, ...(at < Infinity && { at }) };
}
