import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createPageStorage } from '../../../src/browser/storage.ts';
import { createIntake } from '../../../src/boot/intake.ts';
import { createSteering, type Steering } from '../../../src/boot/steering.ts';
import { PublishedRuleSet, type Capture } from '../../../src/wire/index.ts';
import { createMapStorage } from './mapStorage.ts';

const refused = ['and', ['==', ['get', 'record', 'kind'], 'network'], ['==', ['get', 'record', 'status'], 402]];
const onPath = (path: string) => ['startsWith', ['get', 'record', 'path'], path];
const rules = {
  version: 1,
  name: 'shop',
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
const published = v.parse(PublishedRuleSet, {
  revision: 3,
  hash: 'a'.repeat(64),
  publishedAt: 1,
  dormant: false,
  rules,
});

const navigation = (path: string, at = 1): Capture => ({
  kind: 'navigation',
  at,
  data: { type: 'push', url: path, path },
});
const payment = (status: number, at: number): Capture => ({
  kind: 'network',
  at,
  data: { api: 'fetch', method: 'POST', url: '/pay', path: '/pay', status, failed: false, durationMs: 1 },
});
const dom: Capture = { kind: 'dom', at: 1, data: { event: { type: 3, timestamp: 1, data: {} } } };

function open(storage = createPageStorage(createMapStorage, 'shop')) {
  const steering = createSteering(storage, 's1', published);
  return { steering, ...intakeOf(steering) };
}

function intakeOf(steering: Steering) {
  const kept: string[] = [];
  const fired: string[] = [];
  const screens: string[] = [];
  const take = createIntake({
    steering,
    push: ({ kind }) => kept.push(kind),
    surroundings: () => ({ session: { startedAt: 0 }, page: { url: '/', path: '/' } }),
    revision: () => 3,
    onFired: ({ id }) => fired.push(id),
    onProvider: () => undefined,
    onScreen: ({ id }) => screens.push(id),
    onStates: () => undefined,
    onSeen: () => undefined,
  });
  return { kept, fired, screens, take };
}

test('capture depth follows the state', () => {
  const { take, kept, steering } = open();
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

test('three refusals fire once; the records stand before what they caused', () => {
  const { take, fired, kept } = open();
  for (const at of [1_000, 2_000, 3_000]) take(payment(402, at));
  expect(fired).toEqual(['refused']);
  expect(kept).toEqual(['network', 'network', 'network', 'trigger']);
});

test('the count goes on after a reload of the same session, and not in another', () => {
  const area = createMapStorage();
  const storage = createPageStorage(() => area, 'shop');
  const before = open(storage);
  before.take(payment(402, 1_000));
  before.take(payment(402, 2_000));
  before.steering.save();
  const after = open(storage);
  after.take(payment(402, 3_000));
  expect(after.fired).toEqual(['refused']);
  const stranger = intakeOf(createSteering(storage, 's2', published));
  stranger.take(payment(402, 3_000));
  expect(stranger.fired).toEqual([]);
});

test('images keep their interval and their number', () => {
  const { take, screens } = open();
  for (const at of [0, 500, 1_000, 5_000]) take(payment(402, at));
  expect(screens).toEqual(['pay', 'pay']);
});

test('an instruction captures more, until its limit', () => {
  const { take, kept, steering } = open();
  steering.extend({ kinds: ['console'], untilAt: 1_000, remainingCount: 2 });
  const line = (at: number): Capture => ({ kind: 'console', at, data: { level: 'log', message: 'x' } });
  for (const at of [1, 2, 3]) take(line(at));
  expect(kept).toEqual(['console', 'console']);
  steering.extend({ kinds: ['console'], untilAt: 1_000, remainingCount: 9 });
  take(line(1_500));
  expect(kept).toHaveLength(2);
});

test('a capture of the DOM by instruction has its limit, too', () => {
  const { take, kept, steering } = open();
  steering.extend({ kinds: ['dom'], untilAt: 1_000, remainingCount: 2 });
  for (let count = 0; count < 5; count += 1) take(dom);
  expect(kept).toEqual(['dom', 'dom']);
});

test('an instruction’s capture ends when its state is entered', () => {
  const { take, kept, steering } = open();
  steering.extend({ kinds: ['console'], untilAt: 1e6, remainingCount: 9, untilState: 'checkout' });
  take(navigation('/checkout'));
  take({ kind: 'console', at: 2, data: { level: 'log', message: 'x' } });
  expect(kept).not.toContain('console');
});

test('another rule set keeps what it knows of rules that stay, and forgets the others', () => {
  const { take, fired, steering } = open();
  take(navigation('/checkout'));
  take(payment(402, 1_000));
  take(payment(402, 2_000));
  steering.adopt({ ...published, rules: { ...published.rules, states: [] } });
  expect(steering.states()).toEqual([]);
  take(payment(402, 3_000));
  expect(fired).toEqual(['refused']);
});

test('rules that feed themselves end', () => {
  const loop = v.parse(PublishedRuleSet, {
    ...published,
    rules: {
      ...rules,
      triggers: [
        {
          ...{
            type: 'match',
            id: 'loop',
            when: true,
            observes: ['trigger', 'mark'],
            limits: { coolDownMs: 0, perSession: 1_000 },
          },
          instructions: [{ order: { verb: 'rules' } }],
        },
      ],
    },
  });
  const { take, fired } = intakeOf(createSteering(createPageStorage(createMapStorage, 'x'), 's', loop));
  take({ kind: 'mark', at: 1, data: { name: 'go' } });
  expect(fired.length).toBeGreaterThan(1);
  expect(fired.length).toBeLessThan(10);
});
