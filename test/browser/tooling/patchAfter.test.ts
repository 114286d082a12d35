import { expect, test } from 'vitest';
import { patchAfter } from '../../../src/browser/patch.ts';

/** An object with an accessor that refuses a value. */
function createThing() {
  let kept = '';
  return {
    get value() {
      return kept;
    },
    set value(value: string) {
      if (value === 'bad') throw new RangeError('bad');
      kept = value;
    },
  };
}

test('a patched setter looks and works as the browser’s own', () => {
  const before = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  const seen: unknown[] = [];
  const patch = patchAfter(HTMLInputElement.prototype, 'value', (self) => seen.push(self));
  const now = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  expect(now?.get).toBe(before?.get);
  expect(now?.set).not.toBe(before?.set);
  expect([now?.set?.name, now?.set?.length]).toEqual([before?.set?.name, before?.set?.length]);
  expect(Function.prototype.toString.call(now?.set)).toContain('[native code]');
  const field = document.createElement('input');
  field.value = 'x';
  expect([field.value, seen]).toEqual(['x', [field]]);
  patch.stop();
  field.value = 'y';
  expect(seen).toHaveLength(1);
  expect(Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')).toEqual(before);
});

test('what the original throws goes to who has called it, and nobody else', () => {
  const owner = createThing();
  const seen: unknown[] = [];
  patchAfter(owner, 'value', (self) => seen.push(self));
  expect(() => void (owner.value = 'bad')).toThrow(RangeError);
  expect(seen).toEqual([]);
});

test('where there is nothing to patch, or it can’t be, nothing happens', () => {
  const owner = Object.freeze({ value: 1, call: () => 'native' });
  for (const name of ['value', 'call', 'none']) {
    patchAfter(owner, name, () => {
      throw new Error('called');
    }).stop();
  }
  expect(owner.call()).toBe('native');
});

test('what the page has put over a patch stays, its getter too, and the patch passes through', () => {
  const owner = createThing();
  const seen: unknown[] = [];
  const patch = patchAfter(owner, 'value', (self) => seen.push(self));
  const below = Object.getOwnPropertyDescriptor(owner, 'value');
  const set = (value: string) => below?.set?.call(owner, `${value}!`);
  Object.defineProperty(owner, 'value', { ...below, set });
  patch.stop();
  owner.value = 'x';
  expect([owner.value, seen]).toEqual(['x!', []]);
  expect(Object.getOwnPropertyDescriptor(owner, 'value')?.set).toBe(set);
});
