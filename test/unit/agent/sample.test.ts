import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSampled } from '../../../src/session/sample.ts';
import { uuidv7 } from '../../../src/tools/uuid.ts';

const id = fc
  .tuple(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(1e13))
  .map(([random, at]) => uuidv7(at, random));

test('a session that is in a share is in every larger one; all are in 1, none in 0', () => {
  fc.assert(
    fc.property(
      id,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (of, a, b) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)];
        if (isSampled(of, small)) expect(isSampled(of, large)).toBe(true);
        expect([isSampled(of, 0), isSampled(of, 1)]).toEqual([false, true]);
      },
    ),
  );
});

test('the share is met', () => {
  const random = (seed: number) =>
    Uint8Array.from({ length: 16 }, (_, index) => (seed * 2_654_435_761 * (index + 1)) >>> 13);
  const ids = Array.from({ length: 4_000 }, (_, seed) => uuidv7(1_700_000_000_000, random(seed + 1)));
  const share = ids.filter((of) => isSampled(of, 0.25)).length / ids.length;
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.3);
});
