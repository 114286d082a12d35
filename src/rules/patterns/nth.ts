import type { Pattern } from '../../wire/triggers.ts';
import { matchCondition } from '../evaluate.ts';
import type { Watch } from '../watch.ts';

/** The n-th of the session; with `repeats`, every n-th. */
export function watchNth({ when, n, repeats }: Extract<Pattern, { type: 'nth' }>): Watch {
  return {
    follow(memory, { scope }) {
      if (!matchCondition(when, scope)) return undefined;
      const count = (memory?.count ?? 0) + 1;
      return { happens: count === n || (repeats && count % n === 0), memory: { count } };
    },
  };
}
