import { expect, test } from 'vitest';
import { createPageStorage } from '../../../src/browser/storage.ts';
import type { Capture } from '../../../src/wire/index.ts';
import { createMapStorage } from './mapStorage.ts';
import { line, mark, navigation, open as openPage, publish, type PageScope } from './steered.ts';

const refused = ['and', ['==', ['get', 'record', 'kind'], 'network'], ['==', ['get', 'record', 'status'], 402]];
const onPath = (path: string) => ['startsWith', ['get', 'record', 'path'], path];
const rules = {
  states: [{ id: 'checkout', enter: onPath('/checkout'), observes: ['navigation'] }],
  capture: [{ kinds: ['network'] }, { state: 'checkout', kinds: ['dom', 'input'] }],
  screen: [{ id: 'pay', when: refused, minIntervalMs: 1_000, maxCount: 2, observes: ['network'] }],
  triggers: [
    {
      ...{ type: 'count', id: 'refused', when: refused, times: 3, withinMs: 120_000, observes: ['network'] },
      instructions: [{ order: { verb: 'buffer.send', lastMs: 180_000 } }],
    },
  ],
};
const published = publish(rules);

const payment = (status: number, at: number): Capture => ({
  kind: 'network',
  at,
  data: { api: 'fetch', method: 'POST', url: '/pay', path: '/pay', status, failed: false, durationMs: 1 },
});
const dom: Capture = { kind: 'dom', at: 1, data: { event: { type: 3, timestamp: 1, data: {} } } };
const open = (scope?: PageScope) => openPage(published, scope);

test('capture depth follows the state', async () => {
  const { take, kept, steering } = await open();
  take(dom);
  expect(kept).toEqual([]);
  take(navigation('/checkout'));
  take(dom);
  expect(kept).toEqual(['state', 'dom']);
  expect([...steering.neededKinds(1)]).toContain('input');
  take(navigation('/thanks'));
  take(dom);
  expect(kept).toEqual(['state', 'dom', 'state']);
  expect(steering.states()).toEqual([]);
});

test('three refusals fire once; the records stand before what they caused', async () => {
  const { take, fired, kept } = await open();
  for (const at of [1_000, 2_000, 3_000]) take(payment(402, at));
  expect(fired).toMatchObject([{ id: 'refused' }]);
  expect(kept).toEqual(['network', 'network', 'network', 'trigger']);
});

test('the count goes on after a reload of the same session, and not in another', async () => {
  const area = createMapStorage();
  const storage = createPageStorage(() => area, 'shop');
  const before = await open({ storage });
  before.take(payment(402, 1_000));
  before.take(payment(402, 2_000));
  before.steering.save();
  const after = await open({ storage });
  after.take(payment(402, 3_000));
  expect(after.fired).toMatchObject([{ id: 'refused' }]);
  const stranger = await open({ storage, sessionId: 's2' });
  stranger.take(payment(402, 3_000));
  expect(stranger.fired).toEqual([]);
});

test('images keep their interval and their number', async () => {
  const { take, screens } = await open();
  for (const at of [0, 500, 1_000, 5_000]) take(payment(402, at));
  expect(screens).toEqual(['pay', 'pay']);
});

test('an instruction captures more, until its limit', async () => {
  const { take, kept, steering } = await open();
  await steering.extend({ kinds: ['console'], untilAt: 1_000, remainingCount: 2 });
  for (const at of [1, 2, 3]) take(line(at));
  expect(kept).toEqual(['console', 'console']);
  await steering.extend({ kinds: ['console'], untilAt: 1_000, remainingCount: 9 });
  take(line(1_500));
  expect(kept).toHaveLength(2);
});

test('a capture of the DOM by instruction has its limit, too', async () => {
  const { take, kept, steering } = await open();
  await steering.extend({ kinds: ['dom'], untilAt: 1_000, remainingCount: 2 });
  for (let count = 0; count < 5; count += 1) take(dom);
  expect(kept).toEqual(['dom', 'dom']);
});

test('an instruction’s capture ends when its state is entered', async () => {
  const { take, kept, steering } = await open();
  await steering.extend({ kinds: ['console'], untilAt: 1e6, remainingCount: 9, untilState: 'checkout' });
  take(navigation('/checkout'));
  take(line(2));
  expect(kept).not.toContain('console');
});

test('another rule set keeps what it knows of rules that stay, and forgets the others', async () => {
  const { take, fired, steering, code } = await open();
  take(navigation('/checkout'));
  take(payment(402, 1_000));
  take(payment(402, 2_000));
  steering.adopt({ ...published, rules: { ...published.rules, states: [] } }, code);
  expect(steering.states()).toEqual([]);
  take(payment(402, 3_000));
  expect(fired).toMatchObject([{ id: 'refused' }]);
});

test('rules that feed themselves end', async () => {
  const trigger = {
    ...{ type: 'match', id: 'loop', when: true, observes: ['trigger', 'mark'] },
    ...{ limits: { coolDownMs: 0, perSession: 1_000 }, instructions: [{ order: { verb: 'rules' } }] },
  };
  const { take, fired } = await openPage(publish({ ...rules, triggers: [trigger], limits: { drillDepth: 10 } }));
  take(mark('go', 1));
  expect(fired.length).toBeGreaterThan(1);
  expect(fired.length).toBeLessThan(10);
});
