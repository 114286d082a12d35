import { describe, expect, it } from 'vitest';
import { ANY_NETWORK, input, ruleSet, run } from './builders.ts';
import type { Effects } from 'rewindow/rules';

const trigger = (instructions: object[], limits: object) => ({
  ...{ type: 'match', id: 't', when: ANY_NETWORK, observes: ['network'], instructions },
  limits: { perSession: 1_000, coolDownMs: 0, ...limits },
});
const at = (times: number[]) => times.map((time) => input('network', time));
const firedAt = (effects: Effects[], times: number[]) => times.filter((_, index) => effects[index]?.fired.length === 1);

describe('captures and live sends that run at the same time', () => {
  const MINUTE = 60_000;
  it.each([
    ['a capture with an end', { order: { verb: 'capture.start', kinds: ['dom'] }, limits: { maxMs: 100 } }, 100],
    ['a capture without one', { order: { verb: 'capture.start', kinds: ['dom'] } }, 10 * MINUTE],
    ['a live send', { order: { verb: 'buffer.send', liveMs: 300 } }, 300],
    ['a live send that ends before', { order: { verb: 'buffer.send', liveMs: 300 }, limits: { maxMs: 200 } }, 200],
    [
      'a capture in windows',
      {
        order: { verb: 'capture.start', kinds: ['dom'] },
        limits: { windows: { count: 3, everyMs: 50, lengthMs: 10 } },
      },
      110,
    ],
  ])('%s', (_, draft, lengthMs) => {
    const times = [0, 1, 2, lengthMs - 1, lengthMs, lengthMs + 1, lengthMs + 2];
    const effects = run(ruleSet({ triggers: [trigger([draft], { parallel: 2 })] }), at(times));
    expect(firedAt(effects, times)).toEqual([0, 1, lengthMs, lengthMs + 1]);
  });

  it('are not counted where nothing goes on', () => {
    const drafts = [
      { order: { verb: 'buffer.send', lastMs: 5_000 } },
      { order: { verb: 'image', target: 'viewport' } },
    ];
    const times = [0, 1, 2, 3];
    const effects = run(ruleSet({ triggers: [trigger(drafts, { parallel: 1 })] }), at(times));
    expect(firedAt(effects, times)).toEqual(times);
  });

  it('may be more than that at once where one trigger orders them together', () => {
    const draft = { order: { verb: 'buffer.send', liveMs: 100 } };
    const times = [0, 50, 100];
    const effects = run(ruleSet({ triggers: [trigger([draft, draft, draft], { parallel: 1 })] }), at(times));
    expect(firedAt(effects, times)).toEqual([0, 100]);
  });
});

it('a trigger that is only tried says that it would have fired, within its limits', () => {
  const effects = run(
    ruleSet({ triggers: [trigger([{ order: { verb: 'rules' } }], { dryRun: true, perSession: 2 })] }),
    at([0, 1, 2]),
  );
  expect(effects.map(({ wouldFire, fired }) => [wouldFire.length, fired.length])).toEqual([
    [1, 0],
    [1, 0],
    [0, 0],
  ]);
});

it('rules for an audience do nothing for others', () => {
  const rules = ruleSet({
    triggers: [{ ...trigger([{ order: { verb: 'rules' } }], {}), audience: 'vip' }],
    screen: [{ id: 's', audience: 'vip', when: ANY_NETWORK, minIntervalMs: 0, observes: ['network'] }],
    forward: [{ audience: 'vip', mode: 'live', observes: [] }],
  });
  const inputs = [undefined, new Set(['other']), new Set(['vip'])].map((audiences) => ({
    ...input('network', 1),
    audiences,
  }));
  const seen = run(rules, inputs).map(({ fired, screens, forward }) => [fired.length, screens.length, forward.mode]);
  expect(seen).toEqual([
    [0, 0, 'onRequest'],
    [0, 0, 'onRequest'],
    [1, 1, 'live'],
  ]);
});
