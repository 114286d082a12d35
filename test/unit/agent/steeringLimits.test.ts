import { describe, expect, test } from 'vitest';
import { createPageStorage } from '../../../src/browser/storage.ts';
import type { Capture } from '../../../src/wire/index.ts';
import { createMapStorage } from './mapStorage.ts';
import { line, mark, navigation, open, publish } from './steered.ts';

const named = (name: string) => ['==', ['get', 'record', 'name'], name];
const SEND = [{ order: { verb: 'buffer.send' } }];
const CALM = { perSession: 1_000, coolDownMs: 0 };
const capture = [{ kinds: ['mark', 'console', 'navigation'] }];
const storage = () => {
  const area = createMapStorage();
  return createPageStorage(() => area, 'shop');
};

describe('forwarding', () => {
  const errors = { mode: 'live', when: named('live'), lastMs: 60_000, observes: ['mark'] };
  const never = { kinds: ['console'], mode: 'never', observes: ['console'] };

  test('what is never forwarded is seen and not kept', async () => {
    const trigger = { type: 'match', id: 'log', when: true, instructions: SEND, observes: ['console'] };
    const { take, kept, fired } = await open(publish({ capture, forward: [never], triggers: [trigger] }));
    take(line(1));
    take(mark('x', 2));
    expect(fired).toMatchObject([{ id: 'log' }]);
    expect(kept).toEqual(['trigger', 'mark']);
  });

  test('what is live is marked, with what was before it, once for what follows soon', async () => {
    const { take, live, past } = await open(publish({ capture, forward: [errors] }));
    for (const [name, at] of [
      ['calm', 1_000],
      ['live', 100_000],
      ['live', 101_000],
      ['calm', 102_000],
      ['live', 120_000],
      ['live', 300_000],
    ] as const) {
      take(mark(name, at));
    }
    expect(live).toHaveLength(4);
    expect(past).toEqual([
      [40_000, 100_000],
      [101_000, 120_000],
      [240_000, 300_000],
    ]);
  });

  test('the last rule that applies counts, by state', async () => {
    const states = [{ id: 'shop', enter: ['==', ['get', 'record', 'path'], '/shop'], observes: ['navigation'] }];
    const forward = [
      { ...never, kinds: ['mark'] },
      { state: 'shop', mode: 'live', observes: [] },
    ];
    const { take, kept, live } = await open(publish({ capture, states, forward }));
    take(mark('a', 1));
    take(navigation('/shop', 2));
    take(mark('a', 3));
    take(navigation('/', 4));
    take(mark('a', 5));
    expect(kept).toEqual(['navigation', 'state', 'mark', 'navigation', 'state']);
    expect(live).toEqual(['navigation', 'state', 'mark']);
  });
});

describe('drilling down', () => {
  const trigger = {
    ...{ type: 'match', id: 't', when: true, limits: CALM, instructions: SEND },
    observes: ['instruction', 'mark'],
  };
  const done = (depth?: number): Capture => ({
    kind: 'instruction',
    at: 1,
    data: {
      ...{ instruction: 'i', verb: 'buffer.send', outcome: 'applied' },
      ...(depth !== undefined && { depth }),
    },
  });

  test('is one deeper with each instruction that led to it, and ends', async () => {
    const { take, fired, said } = await open(publish({ capture, triggers: [trigger], limits: { drillDepth: 2 } }));
    take(mark('x', 1));
    for (const depth of [undefined, 0, 1, 2, 3]) take(done(depth));
    expect(fired.map(({ depth }) => depth)).toEqual([0, 1, 1, 2]);
    expect(said('agent')).toMatchObject([{ code: 'drill_too_deep' }, { code: 'drill_too_deep' }]);
    expect(said('trigger')).toMatchObject([{ trigger: 't' }, { depth: 1 }, { depth: 1 }, { depth: 2 }]);
  });

  test('goes no deeper than the agent allows, whatever the rules say', async () => {
    const { take, fired } = await open(publish({ capture, triggers: [trigger], limits: { drillDepth: 10 } }));
    take(done(4));
    take(done(5));
    expect(fired.map(({ depth }) => depth)).toEqual([5]);
  });

  test('knows what an instruction brought in', async () => {
    const onLog = { ...trigger, observes: ['console'] };
    const { take, fired, steering } = await open(publish({ capture: [], triggers: [onLog] }));
    await steering.extend({ kinds: ['console'], untilAt: 1e6, remainingCount: 9, depth: 1 });
    take(line(5));
    expect(fired).toEqual([{ id: 't', depth: 2 }]);
  });
});

describe('limits of a session', () => {
  test('instructions and images, also over a reload', async () => {
    const screen = [{ id: 'pic', when: named('x'), minIntervalMs: 0, maxCount: 100, observes: ['mark'] }];
    const two = { order: { verb: 'buffer.drop' } };
    const trigger = {
      type: 'match',
      id: 't',
      when: true,
      limits: CALM,
      instructions: [...SEND, two],
      observes: ['mark'],
    };
    const published = publish({ capture, screen, triggers: [trigger], limits: { imageCount: 3, instructionCount: 5 } });
    const scope = { storage: storage() };
    const before = await open(published, scope);
    before.take(mark('x', 1));
    before.take(mark('x', 2));
    before.steering.save();
    const after = await open(published, scope);
    after.take(mark('x', 3));
    after.take(mark('x', 4));
    expect([...before.fired, ...after.fired]).toHaveLength(2);
    expect([...before.screens, ...after.screens]).toHaveLength(3);
    const codes = after.said('agent').map((data) => ('code' in data ? data.code : ''));
    expect(codes).toEqual(['limit_reached', 'limit_reached', 'limit_reached']);
  });

  test('a trigger that is only tried says so, and does nothing', async () => {
    const limits = { ...CALM, dryRun: true };
    const trigger = { type: 'match', id: 't', when: true, limits, instructions: SEND, observes: ['mark'] };
    const { take, fired, said, steering } = await open(publish({ capture, triggers: [trigger] }));
    take(mark('x', 1));
    expect(fired).toEqual([]);
    expect(said('trigger')).toEqual([{ trigger: 't', revision: 3, dryRun: true }]);
    expect(steering.firedTriggers()).toEqual([]);
  });
});

describe('what instructions change', () => {
  const steered = async (clock = { at: 0 }, scope = {}) => open(publish({ capture }), { clock, ...scope });

  test('captures run in windows', async () => {
    const clock = { at: 1_000 };
    const { steering, take, kept } = await open(publish({ capture: [{ kinds: ['mark'] }] }), { clock });
    const windows = { count: 2, everyMs: 100, lengthMs: 10 };
    await steering.extend({ kinds: ['console'], untilAt: 5_000, remainingCount: Infinity, windows });
    for (const at of [1_005, 1_020, 1_105, 1_120, 1_205]) take(line(at));
    expect(kept).toHaveLength(2);
    const changes: number[] = [];
    for (let at = 1_000; changes.length < 4; changes.push(at)) at = steering.dueAt(at);
    expect(changes).toEqual([1_010, 1_100, 1_110, 1_200]);
  });

  test('a mute takes kinds away until its time, also after a reload, but nothing of what explains the rest', async () => {
    const clock = { at: 0 };
    const scope = { storage: storage() };
    const before = await steered(clock, scope);
    await before.steering.mute({ untilAt: 1_000, remainingCount: Infinity });
    expect(before.changes()).toBe(1);
    before.take(mark('x', 1));
    expect(before.kept).toEqual([]);
    expect([...before.steering.keptKinds(1)]).toContain('instruction');
    before.steering.save();
    const after = await steered(clock, scope);
    await Promise.resolve();
    after.take(mark('x', 999));
    after.take(mark('x', 1_001));
    expect(after.kept).toEqual(['mark']);
  });

  test('what was added is stopped by kind', async () => {
    const { steering } = await open(publish({ capture: [{ kinds: ['mark'] }] }));
    await steering.extend({
      kinds: ['console', 'scroll'],
      untilAt: 1_000,
      remainingCount: 5,
      details: { fields: ['a'] },
    });
    expect(steering.details()).toEqual({ fields: ['a'] });
    await steering.stopExtras(['scroll']);
    expect([...steering.keptKinds(1)]).toContain('console');
    expect([...steering.keptKinds(1)]).not.toContain('scroll');
    await steering.stopExtras();
    expect([...steering.keptKinds(1)]).not.toContain('console');
    expect(steering.details()).toEqual({});
  });
});

describe('audiences', () => {
  const audience = { id: 'some', isGranted: true };
  const rules = { capture: [{ kinds: ['mark'], audience: 'some' }], targeting: [audience] };

  test('decide what is captured, from the moment on that the page is in them', async () => {
    const scope = { granted: new Set<string>() };
    const { take, kept, steering } = await open(publish(rules), scope);
    take(mark('a', 1));
    expect(kept).toEqual([]);
    scope.granted = new Set(['some']);
    expect(steering.advance(2).isMoved).toBe(true);
    take(mark('a', 3));
    expect(kept).toEqual(['mark']);
  });
});

test('a page without rules but captures needs no more code than that', async () => {
  const plain = await open(publish({ capture }));
  expect(plain.code).toBeUndefined();
  plain.take(mark('x', 1));
  expect(plain.kept).toEqual(['mark']);
  const simple = await open(publish({ capture, forward: [{ mode: 'never', kinds: ['mark'], observes: [] }] }));
  expect(simple.code?.patterns).toBeUndefined();
  const waits = { type: 'dwell', id: 'd', in: 's', forMs: 5, instructions: SEND, observes: [] };
  expect((await open(publish({ triggers: [waits] }))).code?.patterns).toBeDefined();
});
