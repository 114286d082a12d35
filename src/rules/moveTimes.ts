import type { PatternMemory, RuleMemory, Visit } from './memory.ts';

/**
 * The same memory where the clock was set back by so much: what was so long ago still is. Else a cool-down, a wait or a count
 * would last as much longer as the clock was ahead, for ever where that was years.
 */
export function moveTimes({ triggers, ...memory }: RuleMemory, byMs: number): RuleMemory {
  const moved = (at: number) => (at > byMs ? at - byMs : Math.min(at, 0));
  const maybe = <N extends string>(name: N, at: number | undefined) =>
    (at === undefined ? {} : { [name]: moved(at) }) as Partial<Record<N, number>>;
  const patternOf = ({ at, hits, parts, ...rest }: PatternMemory): PatternMemory => ({
    ...{ ...rest, ...maybe('at', at) },
    ...(hits && { hits: each(hits, (times) => times.map(moved)) }),
    ...(parts && {
      parts: each(parts, ({ at: partAt, pattern }) => ({
        ...maybe('at', partAt),
        ...(pattern && { pattern: patternOf(pattern) }),
      })),
    }),
  });
  return {
    states: each(memory.states, moved),
    waiting: each(memory.waiting, moved),
    visits: each(memory.visits, ({ enteredAt, leftAt }): Visit => {
      return { enteredAt: moved(enteredAt), ...maybe('leftAt', leftAt) };
    }),
    screens: each(memory.screens, ({ count, lastAt }) => ({ count, lastAt: moved(lastAt) })),
    providers: each(memory.providers, ({ count, lastAt }) => ({ count, lastAt: moved(lastAt) })),
    triggers: each(triggers, ({ lastFiredAt, runsUntil, pattern, ...rest }) => ({
      ...{ ...rest, ...maybe('lastFiredAt', lastFiredAt) },
      ...(runsUntil && { runsUntil: runsUntil.map(moved) }),
      ...(pattern && { pattern: patternOf(pattern) }),
    })),
  };
}

function each<T, R>(record: Record<string, T>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value)]));
}
