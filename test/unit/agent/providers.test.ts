import { expect, test } from 'vitest';
import { askProvider } from '../../../src/boot/providers.ts';
import type { Capture } from '../../../src/wire/index.ts';

async function ask(read: () => unknown) {
  const emitted: Capture[] = [];
  const timers: (() => void)[] = [];
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', note);
  const scope = { emit: (capture: Capture) => emitted.push(capture), now: () => 1 };
  askProvider({ ...scope, setTimeout: (callback) => timers.push(callback) }, 'cart', read);
  await new Promise((resolve) => setTimeout(resolve, 10));
  timers.forEach((timer) => timer());
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off('unhandledRejection', note);
  return { data: emitted.map(({ data }) => data), unhandled };
}

const fail = (error: unknown) => () => {
  throw error;
};

test('a provider that throws leaves no rejection that nobody handles', async () => {
  const { data, unhandled } = await ask(fail(new Error('no cart')));
  expect(data).toEqual([{ name: 'cart', message: 'Error: no cart' }]);
  expect(unhandled).toEqual([]);
});

test('what a provider says of its failure is scrubbed', async () => {
  const { data } = await ask(() => Promise.reject(new Error('no cart for ada@example.org, token=abc')));
  expect(JSON.stringify(data)).not.toMatch(/ada@|abc/);
});

test('a failure that can’t be made text harms nobody', async () => {
  const { data, unhandled } = await ask(fail(Object.create(null)));
  expect(data).toHaveLength(1);
  expect(unhandled).toEqual([]);
});
