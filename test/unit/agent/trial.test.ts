import * as v from 'valibot';
import { expect, it } from 'vitest';
import { createLazyTrial } from '../../../src/boot/lazyTrial.ts';
import { startTrial, type TrialScope } from '../../../src/boot/trial.ts';
import { createPageStorage } from '../../../src/browser/storage.ts';
import { PublishedRuleSet, type Capture } from '../../../src/wire/index.ts';
import { createMapStorage } from './mapStorage.ts';

const named = (name: string) => [
  'and',
  ['==', ['get', 'record', 'kind'], 'custom'],
  ['==', ['get', 'record', 'name'], name],
];
const SEND = [{ order: { verb: 'buffer.send' } }];
const limits = { coolDownMs: 0, perSession: 100 };
const on = (id: string, parts: object) => ({
  ...{ id, type: 'match', where: 'page', limits, observes: ['custom', 'state', 'trigger'], instructions: SEND },
  ...parts,
});
const draft = (parts: object, hash = 'a'.repeat(64)) =>
  v.parse(PublishedRuleSet, {
    revision: 0,
    hash,
    publishedAt: 1,
    dormant: false,
    rules: { version: 1, name: 't', ...parts },
  });
const RULES = draft({
  states: [{ id: 'busy', enter: named('begin'), exit: named('end'), observes: ['custom'] }],
  triggers: [
    on('tapped', { when: named('tap') }),
    on('dry', { when: named('tap'), limits: { ...limits, dryRun: true } }),
    on('entered', { when: ['==', ['get', 'record', 'state'], 'busy'] }),
    on('followed', { when: ['==', ['get', 'record', 'trigger'], 'tapped'] }),
    on('gone', { when: named('tap'), audience: 'vip' }),
    on('server', { when: named('tap'), where: 'monitor' }),
  ],
  targeting: [{ id: 'vip', isGranted: true }],
});

function mapStorage() {
  const storage = createMapStorage();
  return createPageStorage(() => storage, 'shop');
}

function open(storage = mapStorage()) {
  const window = new EventTarget() as Window;
  Object.assign(window, {
    location: { href: 'https://shop.example/', pathname: '/' },
    navigator: { userAgent: 'Firefox', maxTouchPoints: 0 },
  });
  const granted = new Set<string>();
  const notes: string[] = [];
  let countedCount = 0;
  const scope: TrialScope & { note(reason: string): void } = {
    ...{ storage, window, sessionId: 's1', session: { startedAt: 0 }, granted: () => granted, readLink: () => ({}) },
    privacy: { url: (url: string) => url },
    clock: { now: () => 5, offsetMs: () => 0 },
    onCounted: () => (countedCount += 1),
    note: (reason) => notes.push(reason),
  };
  return { scope, storage, granted, notes, countedCount: () => countedCount };
}
const custom = (name: string, at = 1): Capture => ({ kind: 'custom', at, data: { name } });

it('counts what would have fired, its own states and triggers included, and nothing else', () => {
  const { scope, countedCount } = open();
  const trial = startTrial(scope, RULES);
  for (const name of ['tap', 'begin', 'tap', 'other']) trial.follow(custom(name));
  expect(trial.facts()).toEqual({ hash: RULES.hash, fired: { tapped: 2, dry: 2, entered: 1, followed: 2 } });
  expect(countedCount()).toBeGreaterThan(0);
});

it('goes by its own audiences, as far as the monitor has told them', () => {
  const { scope, granted } = open();
  const trial = startTrial(scope, RULES);
  granted.add('vip');
  trial.follow(custom('tap'));
  expect(trial.facts().fired).toMatchObject({ gone: 1 });
});

it('sleeps for sessions outside the audience of the draft', () => {
  const { scope } = open();
  const trial = startTrial(scope, { ...RULES, rules: { ...RULES.rules, audience: 'vip' } });
  trial.follow(custom('tap'));
  expect(trial.facts().fired).toEqual({});
});

it('goes on over a reload, in the same session and for the same draft only', () => {
  const { scope, storage } = open();
  const first = startTrial(scope, RULES);
  first.follow(custom('tap'));
  scope.window.dispatchEvent(new Event('pagehide'));
  const facts = (session: string, rules = RULES) =>
    startTrial({ ...open(storage).scope, sessionId: session }, rules).facts().fired;
  expect(facts('s1')).toMatchObject({ tapped: 1 });
  expect(facts('s2')).toEqual({});
  expect(facts('s1', draft({}, 'b'.repeat(64)))).toEqual({});
});

it('survives whatever stands in the storage', () => {
  for (const saved of [null, 7, { sessionId: 's1', hash: RULES.hash, fired: { tapped: 'x' }, memory: [] }]) {
    const { scope } = open();
    scope.storage.set('trial', saved);
    const trial = startTrial(scope, RULES);
    trial.follow(custom('tap'));
    expect(trial.facts().fired).toMatchObject({ tapped: 1 });
  }
});

it('is loaded with the first offer; the newest offer counts, and what it throws stays with it', async () => {
  const { scope, notes } = open();
  let loadedCount = 0;
  const code = {
    get: () => {
      loadedCount += 1;
      return Promise.resolve({ startTrial });
    },
    stop: () => undefined,
  };
  const trial = createLazyTrial(code, scope);
  trial.follow(custom('tap'));
  trial.offer(undefined);
  expect([trial.facts(), loadedCount]).toEqual([undefined, 0]);
  trial.offer(RULES);
  trial.offer({ ...RULES, hash: 'c'.repeat(64) });
  await Promise.resolve();
  await Promise.resolve();
  expect(trial.facts()).toEqual({ hash: 'c'.repeat(64), fired: {} });
  trial.offer(null);
  expect(trial.facts()).toBeUndefined();
  trial.offer({ hash: 'nonsense' });
  await Promise.resolve();
  await Promise.resolve();
  expect(notes).toHaveLength(1);
  trial.follow(custom('tap'));
  trial.stop();
});
