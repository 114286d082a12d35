import type { Pattern } from '../../wire/triggers.ts';
import { matchCondition } from '../evaluate.ts';
import type { Watch } from '../watch.ts';

/** Finite, whatever is added up: the memory is JSON. */
const POINTS_MAX = 1e15;

/** Points that add up and fade. Happens when the sum gets above the bound, and again after it was not. */
export function watchScore({ weights, halfLifeMs, above }: Extract<Pattern, { type: 'score' }>): Watch {
  return {
    follow(memory, { at, scope }) {
      let added = 0;
      let isHit = false;
      for (const { when, points } of weights) {
        if (!matchCondition(when, scope)) continue;
        isHit = true;
        added += points;
      }
      if (!isHit) return undefined;
      const { points = 0, at: lastAt = at } = memory ?? {};
      const before = points * 2 ** (-Math.max(0, at - lastAt) / halfLifeMs);
      const sum = Math.max(-POINTS_MAX, Math.min(POINTS_MAX, before + added));
      return { happens: sum > above && !(before > above), memory: { points: sum, at } };
    },
  };
}
