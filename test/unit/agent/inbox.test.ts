import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createInbox } from '../../../src/boot/inbox.ts';
import type { PageStorage } from '../../../src/browser/storage.ts';
import { createAgent, createBrowser, turn } from './adopting.ts';

const reply = (cursor: number, count = 1) => ({
  cursor: String(cursor),
  instructions: Array.from({ length: count }, (_, index) => cursor - count + index + 1),
});

function open(storage: PageStorage = createBrowser()) {
  const taken: unknown[] = [];
  const agent = createAgent({
    instruct: (instructions) => {
      taken.push(...instructions);
      return Promise.resolve();
    },
  });
  return { inbox: createInbox(storage, 'session'), storage, taken, agent };
}

test('what comes without an agent waits; the cursor is not kept before it has been dealt with', async () => {
  const { inbox, storage, taken, agent } = open();
  expect(inbox.isWaiting()).toBe(false);
  inbox.take(reply(0, 0), undefined);
  expect(inbox.isWaiting()).toBe(false);
  inbox.take(reply(2, 2), undefined);
  await turn();
  expect([inbox.isWaiting(), inbox.cursor(), storage.get('cursor')]).toEqual([true, '2', undefined]);
  expect(inbox.open(agent)).toBe(false);
  await turn();
  expect([inbox.isWaiting(), taken, storage.get('cursor')]).toEqual([
    ...[false, [1, 2]],
    { sessionId: 'session', cursor: '2' },
  ]);
});

test('what no longer fits comes again: the cursor goes back to where it was before that', async () => {
  const { inbox, storage, taken, agent } = open();
  inbox.take(reply(150, 150), undefined);
  inbox.take(reply(230, 80), undefined);
  // Small enough, but what came before it is missing.
  inbox.take(reply(231), undefined);
  expect(inbox.cursor()).toBe('231');
  expect(inbox.open(agent)).toBe(true);
  await turn();
  expect([taken.length, taken.at(-1), inbox.cursor(), storage.get('cursor')]).toEqual([
    ...[150, 150, '150'],
    { sessionId: 'session', cursor: '150' },
  ]);
  inbox.take(reply(231, 81), agent);
  await turn();
  expect([taken.length, storage.get('cursor')]).toEqual([231, { sessionId: 'session', cursor: '231' }]);
});

test('nothing is lost, and nothing comes twice, whatever comes while the agent is away', async () => {
  const steps = fc.array(fc.oneof(fc.nat({ max: 200 }), fc.constant('agent' as const)), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(steps, async (course) => {
      const { inbox, taken, agent } = open();
      let [given, isThere] = [0, false];
      // A monitor that gives everything after the cursor, as each question names it.
      const ask = () => {
        const from = Number(inbox.cursor() ?? 0);
        if (from < given) inbox.take(reply(given, given - from), isThere ? agent : undefined);
      };
      for (const step of [...course, 'agent' as const]) {
        if (step === 'agent') {
          isThere = true;
          inbox.open(agent);
        } else given += step;
        ask();
      }
      await turn();
      expect(taken).toEqual(Array.from({ length: given }, (_, index) => index + 1));
    }),
  );
});

test('an agent that stops before it has dealt with it keeps the cursor where it was', async () => {
  const { inbox, storage, agent } = open();
  inbox.take(reply(1), agent);
  inbox.take(reply(2), createAgent({ instruct: () => new Promise(() => undefined) }));
  inbox.take(reply(3), agent);
  await turn();
  expect(storage.get('cursor')).toEqual({ sessionId: 'session', cursor: '1' });
});
