import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AT_EASE,
  CALM_MS,
  govern,
  levelOf,
  LEVELS,
  type Governed,
  type Load,
} from '../../../src/capture/pressure/govern.ts';

const LOOK_MS = 1_000;
/** Multiples of what is bearable. */
const loadOf = (pressure: number): Load => ({ lengthMs: LOOK_MS, busyMs: 200 * pressure, changeCount: 0 });
const pressures = fc.array(
  fc.oneof(fc.constantFrom(0, 0.4, 0.7, 1, 2, 3, 9), fc.double({ min: 0, max: 10, noNaN: true })),
  {
    maxLength: 80,
  },
);

/** The level after each look. */
function follow(all: readonly number[], from: Governed = AT_EASE) {
  let state = from;
  const levels = all.map((pressure, index) => {
    state = govern(state, loadOf(pressure), (index + 1) * LOOK_MS);
    return LEVELS.indexOf(levelOf(state));
  });
  return { levels, state };
}

describe('the level', () => {
  test('goes down under lasting pressure, and back in calm', () => {
    const bad = Array.from({ length: 4 }, () => 1.5);
    const calm = Array.from({ length: 25 }, () => 0);
    const { levels } = follow([...bad, ...calm]);
    expect(levels.slice(0, 4)).toEqual([0, 1, 1, 2]);
    expect(levels.slice(12, 16)).toEqual([2, 1, 1, 1]);
    expect(levels.at(-1)).toBe(0);
  });

  test('answers severe pressure at once, and one bad second not at all', () => {
    expect(follow([3]).levels).toEqual([1]);
    expect(follow([1, 0, 0]).levels).toEqual([0, 0, 0]);
  });

  test('counts changes, too, by their rate', () => {
    const load = { lengthMs: 500, busyMs: 0, changeCount: 7_500 };
    expect(levelOf(govern(AT_EASE, load, 1))).toBe('coarse');
  });

  test('always recovers', () => {
    fc.assert(
      fc.property(pressures, (all) => {
        const calm = Array.from({ length: 3 * (CALM_MS / LOOK_MS + 1) }, () => 0);
        expect(follow([...all, ...calm]).levels.at(-1)).toBe(0);
      }),
    );
  });

  test('never rises by more than one, and rests before each step back', () => {
    fc.assert(
      fc.property(pressures, (all) => {
        const { levels } = follow(all);
        let restlessAt = -CALM_MS / LOOK_MS;
        levels.forEach((level, index) => {
          const before = levels[index - 1] ?? 0;
          expect(Math.abs(level - before)).toBeLessThanOrEqual(1);
          if (level < before) expect((index - restlessAt) * LOOK_MS).toBeGreaterThanOrEqual(CALM_MS);
          if (level !== before || (all[index] ?? 0) >= 0.5) restlessAt = index;
        });
      }),
    );
  });

  test('is never lower where there is more pressure', () => {
    const pairs = fc.array(
      fc.tuple(fc.double({ min: 0, max: 5, noNaN: true }), fc.double({ min: 0, max: 5, noNaN: true })),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(pairs, (all) => {
        const less = follow(all.map(([one]) => one)).levels;
        const more = follow(all.map(([one, add]) => one + add)).levels;
        less.forEach((level, index) => {
          expect(more[index]).toBeGreaterThanOrEqual(level);
        });
      }),
    );
  });
});
