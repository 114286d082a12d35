import type { Combination } from '../../wire/triggers.ts';
import { matchCondition } from '../evaluate.ts';
import { own, type PatternMemory } from '../memory.ts';
import type { MakeWatch, Step, Watch } from '../watch.ts';

type Parts = NonNullable<PatternMemory['parts']>;

/**
 * Several patterns at once: a condition over them, each true for a while after it has happened. Happens when the condition
 * becomes true, by a record or by time.
 */
export function watchCombination({ parts, when, withinMs }: Combination, make: MakeWatch): Watch {
  const watches = parts.flatMap((part) => {
    const watch = make(part);
    return watch ? [{ id: part.id, watch }] : [];
  });
  const isTrue = (now: Parts) => {
    const scope = Object.fromEntries(watches.map(({ id }) => [id, own(now, id)?.at !== undefined]));
    return matchCondition(when, scope);
  };
  const combine = (memory: PatternMemory | undefined, next: Parts): Step => {
    const isBeyond = isTrue(next);
    // What is true of nothing, such as `!paid`, has not become true.
    return { happens: isBeyond && !(memory?.isBeyond ?? isTrue({})), memory: { parts: next, isBeyond } };
  };
  return {
    follow(memory, input) {
      const known = memory?.parts ?? {};
      const next = { ...known };
      for (const { id, watch } of watches) {
        const step = watch.follow(own(known, id)?.pattern, input);
        if (step) next[id] = take(step, own(known, id)?.at, input.at);
      }
      const isTouched = watches.some(({ id }) => own(next, id) !== own(known, id));
      return isTouched ? combine(memory, next) : undefined;
    },
    timed: {
      dueAt(memory, states) {
        let least = Infinity;
        for (const { id, watch } of watches) {
          const part = own(memory?.parts ?? {}, id);
          least = Math.min(
            least,
            (part?.at ?? Infinity) + withinMs,
            watch.timed?.dueAt(part?.pattern, states) ?? least,
          );
        }
        return least;
      },
      advance(memory, at, states) {
        const next = { ...memory?.parts };
        for (const { id, watch } of watches) {
          const part = own(next, id);
          const lastAt = part?.at === undefined || part.at + withinMs <= at ? undefined : part.at;
          const isDue = (watch.timed?.dueAt(part?.pattern, states) ?? Infinity) <= at;
          const step = isDue ? watch.timed?.advance(part?.pattern, at, states) : undefined;
          if (part || step) next[id] = take(step ?? { happens: false, memory: part?.pattern }, lastAt, at);
        }
        return combine(memory, next);
      },
    },
  };
}

function take(step: Step, lastAt: number | undefined, at: number): Parts[string] {
  const pattern = (step.happens ? step.spent : undefined) ?? step.memory;
  const happenedAt = step.happens ? at : lastAt;
  return { ...(happenedAt !== undefined && { at: happenedAt }), ...(pattern && { pattern }) };
}
