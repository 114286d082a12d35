import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patchAfter, patchMethod } from '../../../src/browser/patch.ts';

const through = () => (original: (...args: unknown[]) => unknown) =>
  function (this: unknown, ...args: unknown[]) {
    return Reflect.apply(original, this, args);
  };

test('a patched method looks as the browser’s own', () => {
  const before = Object.getOwnPropertyDescriptor(window, 'fetch');
  const native = window.fetch;
  const patch = patchMethod(window, 'fetch', through());
  expect(window.fetch).not.toBe(native);
  expect([window.fetch.name, window.fetch.length]).toEqual([native.name, native.length]);
  expect(String(window.fetch)).toContain('[native code]');
  expect('prototype' in window.fetch).toBe(false);
  patch.stop();
  expect(Object.getOwnPropertyDescriptor(window, 'fetch')).toEqual(before);
});

test('patches of one method leave nothing behind, of whatever kind they are and in whatever order they stop', () => {
  const kinds = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(
      fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
      kinds,
      fc.boolean(),
      (order, kind, isInherited) => {
        const base = { say: () => 'native' };
        const owner: typeof base = isInherited ? Object.create(base) : base;
        const before = Object.getOwnPropertyDescriptor(owner, 'say');
        const calls: number[] = [];
        const patches = kind.map((isAfter, number) =>
          isAfter && !isInherited
            ? patchAfter(owner, 'say', () => calls.push(number))
            : patchMethod(
                owner,
                'say',
                (original) =>
                  function (...args) {
                    calls.push(number);
                    return Reflect.apply(original, this, args);
                  },
              ),
        );
        const active = new Set(order);
        for (const number of order) {
          calls.length = 0;
          expect(owner.say()).toBe('native');
          expect(calls.sort()).toEqual([...active].sort());
          patches[number]?.stop();
          active.delete(number);
        }
        expect(Object.getOwnPropertyDescriptor(owner, 'say')).toEqual(before);
      },
    ),
  );
});

test('what the page has put over a patch stays, and the patch passes through', () => {
  const owner = { say: () => 'native' };
  const seen: string[] = [];
  const patch = patchMethod(
    owner,
    'say',
    (original) =>
      function (...args) {
        seen.push('patch');
        return Reflect.apply(original, this, args);
      },
  );
  const below = owner.say;
  const page = () => below();
  owner.say = page;
  patch.stop();
  expect(owner.say).toBe(page);
  expect([owner.say(), seen]).toEqual(['native', []]);
});
