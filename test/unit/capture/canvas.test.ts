import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createByteBudget } from '../../../src/capture/canvas/byteBudget.ts';

test('no minute takes more than its budget, whatever comes', () => {
  const step = fc.record({ afterMs: fc.nat(20_000), byteCount: fc.nat(60) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const budget = createByteBudget(100);
      const spent: { at: number; byteCount: number }[] = [];
      let at = 0;
      for (const { afterMs, byteCount } of steps) {
        at += afterMs;
        if (budget.spend(byteCount, at)) spent.push({ at, byteCount });
        const minute = spent.filter((entry) => at - entry.at < 60_000);
        expect(minute.reduce((sum, entry) => sum + entry.byteCount, 0)).toBeLessThanOrEqual(100);
      }
      // After a quiet minute there is room again.
      expect(budget.spend(100, at + 60_000)).toBe(true);
    }),
  );
});
