import { expect, test, vi } from 'vitest';
import { createLazyOccasions } from '../../../src/boot/lazyOccasions.ts';
import { createOccasions } from '../../../src/boot/occasions.ts';
import { createPatientLoad } from '../../../src/boot/patientLoad.ts';
import type { Capture, ScreenRule } from '../../../src/wire/index.ts';

const RULE: ScreenRule = {
  ...{ id: 'every', target: 'viewport', everyMs: 1_000, quality: 0.8, minIntervalMs: 0, maxCount: 10, observes: [] },
};

function open(active: ScreenRule[] = []) {
  const emitted: Capture[] = [];
  const setTimer = vi.fn(() => 1);
  const loadCode = vi.fn(() => Promise.resolve({ createOccasions }));
  const occasions = createLazyOccasions({
    loadCode,
    patientLoad: (load) => createPatientLoad({ load, note: () => undefined, setTimeout: setTimer }),
    load: () => Promise.reject(Object.assign(new Error('no picture'), { code: 'screen_missing' })),
    active: () => active,
    take: () => true,
    isVisible: () => true,
    guard: (callback) => callback,
    emit: (capture) => emitted.push(capture),
    now: () => 7,
    setTimeout: setTimer,
    clearTimeout: () => undefined,
  });
  return { occasions, emitted, loadCode, setTimer };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const askFor = (provider: string) => ({ id: 'ask', provider, when: true, minIntervalMs: 0, maxCount: 1, observes: [] });

test('nothing is loaded for rules that ask for nothing', async () => {
  const { occasions, loadCode } = open();
  occasions.provide('cart', () => ({ count: 2 }));
  occasions.refresh();
  await settle();
  expect(loadCode).not.toHaveBeenCalled();
});

test('the host’s data are read when a rule asks, and what is not provided is said', async () => {
  const { occasions, emitted, loadCode } = open();
  occasions.provide('cart', () => ({ count: 2 }));
  occasions.ask(askFor('cart'));
  occasions.ask(askFor('user'));
  await settle();
  expect(loadCode).toHaveBeenCalledTimes(1);
  expect(emitted).toContainEqual({ kind: 'provider', at: 7, data: { name: 'cart', data: { count: 2 } } });
  expect(emitted).toContainEqual({
    kind: 'provider',
    at: 7,
    data: { name: 'user', message: 'Error: no such provider on this page' },
  });
});

test('images that are due regularly begin when the code has come, unless all was stopped before', async () => {
  const going = open([RULE]);
  going.occasions.refresh();
  await settle();
  expect(going.setTimer).toHaveBeenCalledWith(expect.any(Function), 1_000);
  const stopped = open([RULE]);
  stopped.occasions.refresh();
  stopped.occasions.stop();
  await settle();
  expect(stopped.setTimer).not.toHaveBeenCalled();
});

test('an image that can’t be had is a record for a rule, and a rejection for an instruction', async () => {
  const { occasions, emitted } = open();
  occasions.request(RULE);
  await expect(occasions.capture('viewport', 'order')).rejects.toMatchObject({ code: 'screen_missing' });
  await settle();
  expect(emitted).toEqual([{ kind: 'agent', at: 7, data: { code: 'screen_missing', message: 'Error: no picture' } }]);
});
