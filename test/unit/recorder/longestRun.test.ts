import fc from 'fast-check';
import { expect, it } from 'vitest';
import { longestRun } from '../../../src/capture/recorder/tree/longestRun.ts';

it('finds a rising run, and none that is longer exists', () => {
  const numbers = fc.uniqueArray(fc.nat({ max: 50 }), { maxLength: 10 });
  fc.assert(
    fc.property(numbers, (all) => {
      const run = longestRun(all);
      const isRising = (positions: number[]) =>
        positions.every(
          (position, index) => index === 0 || (all[positions[index - 1] ?? 0] ?? 0) < (all[position] ?? 0),
        );
      expect(isRising(run)).toBe(true);
      let best = 0;
      for (let chosen = 0; chosen < 1 << all.length; chosen += 1) {
        const positions = all.map((_number, index) => index).filter((index) => (chosen >> index) & 1);
        if (isRising(positions)) best = Math.max(best, positions.length);
      }
      expect(run.length).toBe(best);
    }),
    { numRuns: 200 },
  );
});
