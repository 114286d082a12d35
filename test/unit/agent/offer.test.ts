import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeLeft } from '../../../src/assist/offer.ts';

test.each([
  [1, '1 second', 1],
  [1_500, '2 seconds', 500],
  [60_000, '60 seconds', 1_000],
  [60_001, '2 minutes', 1],
  [10 * 60_000, '10 minutes', 60_000],
  [3_600_000, '60 minutes', 60_000],
  [2 * 86_400_000, '2 days', 86_400_000],
])('%d ms are %s', (leftMs, text, nextMs) => {
  expect(describeLeft(leftMs, 'en')).toEqual({ text, nextMs });
});

test('in the language of the page; one that is none does no harm', () => {
  expect(describeLeft(5 * 60_000, 'de').text).toBe('5 Minuten');
  expect(describeLeft(5 * 60_000, 'no such language').text).toBe('5 minutes');
});

test('it is told anew as soon as it would be wrong, and not before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 * 86_400_000 }), (leftMs) => {
      const { text, nextMs } = describeLeft(leftMs, 'en');
      expect(nextMs).toBeGreaterThan(0);
      if (nextMs > 1) expect(describeLeft(leftMs - nextMs + 1, 'en').text).toBe(text);
      if (leftMs > nextMs) expect(describeLeft(leftMs - nextMs, 'en').text).not.toBe(text);
    }),
  );
});
