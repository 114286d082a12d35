import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPageStorage } from '../../../src/browser/storage.ts';
import { clearDisabled, DISABLED, findEnable, readDisabled, writeDisabled } from '../../../src/session/disabled.ts';
import { createMapStorage } from './mapStorage.ts';

function open(limitChars?: number) {
  const area = createMapStorage(limitChars);
  return { area, storage: createPageStorage(() => area, 'shop') };
}
const KEY = `rewindow:shop:${DISABLED}`;

test('what was switched off stays off until its time is over, or somebody switches it on', () => {
  const { storage } = open();
  expect(readDisabled(storage, 0)).toBeUndefined();
  expect(writeDisabled(storage, { untilAt: 100, issuedAt: 5, sessionId: 's' })).toBe(true);
  expect(readDisabled(storage, 99)).toEqual({ untilAt: 100, issuedAt: 5, sessionId: 's' });
  expect(readDisabled(storage, 100)).toBeUndefined();
  writeDisabled(storage, { untilAt: Infinity, issuedAt: 5 });
  expect(readDisabled(storage, Number.MAX_SAFE_INTEGER)).toMatchObject({ untilAt: Infinity });
  clearDisabled(storage);
  expect(readDisabled(storage, 0)).toBeUndefined();
});

test('it fails closed: whatever stands there and is no time means off for good', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.constantFrom('', '{', 'null', '[]', '{"untilAt":"x"}')), (text) => {
      const { area, storage } = open();
      area.setItem(KEY, text);
      const until = /"untilAt":(-?\d)/.test(text) ? 0 : Infinity;
      if (until === Infinity) expect(readDisabled(storage, 1e15)).toMatchObject({ untilAt: Infinity });
    }),
  );
});

test('without storage there is nothing that could have been switched off, and nothing to keep it', () => {
  const storage = createPageStorage(() => {
    throw new Error('forbidden');
  }, 'shop');
  expect(readDisabled(storage, 0)).toBeUndefined();
  expect(writeDisabled(storage, { untilAt: 1, issuedAt: 0 })).toBe(false);
  expect(writeDisabled(open(3).storage, { untilAt: 1, issuedAt: 0 })).toBe(false);
});

test('only `agent.enable` that was ordered later is obeyed', () => {
  const given = (verb: string, issuedAt: unknown, id: unknown = 'i') => ({
    ...{ id, order: { verb }, issuedAt, address: { sessionId: 's' } },
  });
  const disabled = { untilAt: Infinity, issuedAt: 10 };
  const none = [given('agent.enable', 10), given('buffer.send', 11), given('agent.enable', 'x'), null, 'x', {}];
  expect(findEnable([...none, given('agent.enable', 11, 7)], disabled)).toBeUndefined();
  expect(findEnable([...none, given('agent.enable', 11)], disabled)).toEqual({ id: 'i', sessionId: 's' });
});
