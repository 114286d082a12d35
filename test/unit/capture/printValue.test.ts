import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printValue } from '../../../src/capture/printValue.ts';
import { scrubStack } from '../../../src/capture/trackErrors.ts';

describe('printValue', () => {
  test.each([
    ['text', 'text'],
    [{ a: 'text', b: [1, { c: 2 }] }, '{a: "text", b: [1, Object]}'],
    [new RangeError('no'), 'RangeError: no'],
    [Object.assign(new Error('no'), { name: 'Own' }), 'Own: no'],
    [undefined, 'undefined'],
    [null, 'null'],
    [() => 1, 'function'],
    [Symbol('secret'), 'symbol'],
    [12n, '12n'],
  ])('%o', (value, expected) => {
    expect(printValue(value)).toBe(expected);
  });

  test('what refuses to be read does no harm', () => {
    const broken = Proxy.revocable({}, {});
    broken.revoke();
    expect(printValue([1, broken.proxy])).toBe('[1, [unreadable]]');
  });

  test('is short for anything, cycles included', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 5, withBigInt: true, withDate: true, withNullPrototype: true }), (value) => {
        const cyclic: { self?: unknown; value: unknown } = { value };
        cyclic.self = cyclic;
        expect(printValue(cyclic).length).toBeLessThan(21 * 21 * 1_100);
        expect(typeof printValue(value)).toBe('string');
      }),
    );
  });

  test('runs no code of the page', () => {
    const trap = () => {
      throw new Error('was called');
    };
    const value = {
      toString: trap,
      toJSON: trap,
      valueOf: trap,
      get a() {
        return trap();
      },
    };
    expect(printValue([value])).toBe(
      '[{toString: function trap, toJSON: function trap, valueOf: function trap, a: undefined}]',
    );
  });
});

describe('scrubStack', () => {
  test('keeps places, drops queries, fragments and what identifies people', () => {
    const stack = `Error: for me@example.org
    at pay (https://shop.test/pay.js?session=abc:10:5)
    at https://shop.test/app.js#token=abc:1:2
    at run (https://shop.test/run.js:7:8)`;
    expect(scrubStack(stack)).toBe(`Error: for ***
    at pay (https://shop.test/pay.js:10:5)
    at https://shop.test/app.js:1:2
    at run (https://shop.test/run.js:7:8)`);
  });

  test('never grows beyond its limit and never hangs on hostile text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(https?:\/\/|[?#():a:1 ]){0,400}$/), (text) => {
        expect(scrubStack(text.repeat(50)).length).toBeLessThanOrEqual(4_096);
      }),
      { numRuns: 50 },
    );
    expect(scrubStack('https://a?'.repeat(2_000)).length).toBeLessThanOrEqual(4_096);
  });
});
