import type { Pattern } from '../../wire/triggers.ts';
import { own, type PatternMemory } from '../memory.ts';
import type { Watch } from '../watch.ts';

/** So long in a state without leaving it; once per stay, whether it could fire then or not. */
export function watchDwell({ in: state, forMs }: Extract<Pattern, { type: 'dwell' }>): Watch {
  const dueAt = (memory: PatternMemory | undefined, states: Readonly<Record<string, number>>) => {
    const since = own(states, state);
    return since === undefined || since === memory?.at ? Infinity : since + forMs;
  };
  return {
    follow: () => undefined,
    timed: {
      dueAt,
      advance: (_memory, _at, states) => ({ happens: true, memory: { at: own(states, state) ?? 0 } }),
    },
  };
}
