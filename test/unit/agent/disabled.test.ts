import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPageStorage } from '../../../src/browser/storage.ts';
import {
  clearDisabled,
  DISABLED,
  findSwitch,
  readDisabled,
  switchedAt,
  writeDisabled,
} from '../../../src/session/disabled.ts';
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
  clearDisabled(storage, 9);
  expect([readDisabled(storage, 0), switchedAt(storage)]).toEqual([undefined, 9]);
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

const given = (verb: string, issuedAt: unknown, more: object = {}) => ({
  ...{ id: 'i', order: { verb }, issuedAt, address: { sessionId: 's' } },
  ...more,
});

test('only what was ordered later is obeyed, and what nobody can understand is not', () => {
  const none = [given('agent.enable', 10), given('buffer.send', 11), given('agent.enable', 'x'), null, 'x', {}];
  const find = (more: object) => findSwitch([...none, more], 'agent.enable', 10);
  expect(find(given('agent.enable', 11, { id: 7 }))).toBeUndefined();
  expect(find(given('agent.enable', 11, { address: {} }))).toBeUndefined();
  expect(find(given('agent.enable', 11))).toMatchObject({ id: 'i', sessionId: 's', issuedAt: 11 });
});

test('what is off is off for the time that was ordered, and for good where that is no time', () => {
  const find = (order: object) => findSwitch([given('', 11, { order })], 'agent.disable', 0);
  expect(find({ verb: 'agent.disable', forMs: 500 })?.forMs).toBe(500);
  expect(find({ verb: 'agent.disable' })?.forMs).toBe(Infinity);
  const { storage } = open();
  writeDisabled(storage, { untilAt: find({ verb: 'agent.disable', forMs: 'x' })?.forMs ?? 0, issuedAt: 1 });
  expect(readDisabled(storage, 1e15)).toMatchObject({ untilAt: Infinity });
});

test('a page without the agent can not know a state: what is off in a state is left to the agent', () => {
  const bound = given('agent.disable', 11, { address: { sessionId: 's', state: 'checkout' } });
  expect(findSwitch([bound], 'agent.disable', 0)).toBeUndefined();
  expect(findSwitch([bound, given('agent.disable', 12)], 'agent.disable', 0)?.issuedAt).toBe(12);
});

test('what was obeyed, on or off, does not count again when it comes again', () => {
  const { storage } = open();
  expect(switchedAt(storage)).toBe(0);
  writeDisabled(storage, { untilAt: 50, issuedAt: 10 });
  expect(findSwitch([given('agent.disable', 10)], 'agent.disable', switchedAt(storage))).toBeUndefined();
  clearDisabled(storage, 20);
  const again = [given('agent.disable', 10), given('agent.disable', 20), given('agent.disable', 21)];
  expect(findSwitch(again, 'agent.disable', switchedAt(storage))?.issuedAt).toBe(21);
  storage.set(DISABLED, 'garbage');
  expect(switchedAt(storage)).toBe(0);
});
