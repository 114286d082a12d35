import { createRuleEngine, createRuleInput, type Effects } from 'rewindow/rules';
import { describe, expect, it } from 'vitest';
import { ANY_NETWORK, SEND, input, ruleSet, run } from './builders.ts';

const entersAt = (path: string) => ['==', ['get', 'record', 'path'], path];
const names = (effects: Effects[]) =>
  effects.map(({ entered, exited }) => [...entered, ...exited.map((id) => `-${id}`)]);

describe('states', () => {
  const checkout = { id: 'checkout', enter: entersAt('/checkout'), observes: ['navigation'] };

  it('are entered once, and left by the next navigation that does not enter them', () => {
    const go = (path: string) => input('navigation', 1, { path });
    const effects = run(ruleSet({ states: [checkout] }), [go('/'), go('/checkout'), go('/checkout'), go('/'), go('/')]);
    expect(names(effects)).toEqual([[], ['checkout'], [], ['-checkout'], []]);
  });

  it('without an exit are left by navigation even where something else enters them', () => {
    const state = { id: 'slow', enter: ANY_NETWORK, observes: ['network'] };
    const effects = run(ruleSet({ states: [state] }), [
      input('network', 1),
      input('network', 2),
      input('navigation', 3),
    ]);
    expect(names(effects)).toEqual([['slow'], [], ['-slow']]);
  });

  it('with an exit are left by it only', () => {
    const state = { ...checkout, exit: ['==', ['get', 'record', 'name'], 'paid'], observes: ['navigation', 'mark'] };
    const effects = run(ruleSet({ states: [state] }), [
      input('navigation', 1, { path: '/checkout' }),
      input('navigation', 2, { path: '/' }),
      input('mark', 3, { name: 'paid' }),
    ]);
    expect(names(effects)).toEqual([['checkout'], [], ['-checkout']]);
  });

  it.each(['constructor', 'toString', 'valueOf'])('may be called %s', (id) => {
    const state = { ...checkout, id };
    const trigger = { type: 'match', id, state: id, when: ANY_NETWORK, instructions: SEND, observes: ['network'] };
    const screen = { id, state: id, when: ANY_NETWORK, observes: ['network'] };
    const rules = ruleSet({ states: [state], triggers: [trigger], screen: [screen] });
    const effects = run(rules, [
      input('network', 1),
      input('navigation', 2, { path: '/checkout' }),
      input('network', 3),
    ]);
    expect(effects.map(({ fired, screens }) => [fired.length, screens.length])).toEqual([
      [0, 0],
      [0, 0],
      [1, 1],
    ]);
    expect(names(effects)).toEqual([[], [id], []]);
  });

  it('are seen by the conditions of the same record', () => {
    const when = ['in', 'checkout', ['get', 'session', 'states']];
    const trigger = { type: 'match', id: 'inside', when, instructions: SEND, observes: ['navigation'] };
    const effects = run(ruleSet({ states: [checkout], triggers: [trigger] }), [
      input('navigation', 1, { path: '/' }),
      input('navigation', 2, { path: '/checkout' }),
    ]);
    expect(effects.map(({ fired }) => fired.length)).toEqual([0, 1]);
  });
});

describe('triggers and images', () => {
  const trigger = { type: 'match', id: 'slow', when: ANY_NETWORK, instructions: SEND, observes: ['network'] };

  it('run where they are told to', () => {
    const rules = ruleSet({ triggers: [{ ...trigger, where: 'monitor' }] });
    expect(run(rules, [input('network', 1)], 'page')[0]?.fired).toEqual([]);
    expect(run(rules, [input('network', 1)], 'monitor')[0]?.fired).toHaveLength(1);
  });

  it('keep to their limits, cool-down and times per session', () => {
    const rules = ruleSet({ triggers: [{ ...trigger, limits: { perSession: 2, coolDownMs: 100 } }] });
    const times = [0, 99, 100, 199, 200, 1_000];
    const fired = run(
      rules,
      times.map((at) => input('network', at)),
    ).map((effects) => effects.fired.length);
    expect(fired).toEqual([1, 0, 1, 0, 0, 0]);
  });

  it('don’t fall silent when the clock is set back by an hour', () => {
    const rules = ruleSet({ triggers: [{ ...trigger, limits: { perSession: 5, coolDownMs: 10_000 } }] });
    const fired = run(
      rules,
      [4_000_000, 400_000].map((at) => input('network', at)),
    ).map(({ fired: list }) => list.length);
    expect(fired).toEqual([1, 1]);
  });

  it('image at most so often, and so many times', () => {
    const screen = { id: 'cart', when: ANY_NETWORK, minIntervalMs: 50, maxCount: 2, observes: ['network'] };
    const times = [0, 49, 50, 100, 500];
    const effects = run(
      ruleSet({ screen: [screen] }),
      times.map((at) => input('network', at)),
    );
    expect(effects.map(({ screens }) => screens.length)).toEqual([1, 0, 1, 0, 0]);
  });

  it('ask for a value that is beyond its bound, once each time it gets there', () => {
    const value = {
      ...trigger,
      type: 'value',
      of: ['get', 'record', 'durationMs'],
      above: 10,
      limits: { coolDownMs: 0 },
    };
    const durations = [5, 11, 12, undefined, 13, 9, 11];
    const inputs = durations.map((durationMs, at) => input('network', at, { ...(durationMs && { durationMs }) }));
    const effects = run(ruleSet({ triggers: [value] }), inputs);
    expect(effects.map(({ fired }) => fired.length)).toEqual([0, 1, 0, 0, 0, 0, 1]);
  });

  it('leave the memory that they are given as it is', () => {
    const engine = createRuleEngine(ruleSet({ triggers: [trigger] }), 'page');
    const memory = Object.freeze({
      states: Object.freeze({}),
      waiting: Object.freeze({}),
      visits: Object.freeze({}),
      triggers: Object.freeze({}),
      screens: Object.freeze({}),
      providers: Object.freeze({}),
    });
    expect(engine.evaluate(memory, input('network', 1)).memory.triggers).toHaveProperty('slow');
    expect(memory.triggers).toEqual({});
  });
});

it('makes an input of a record: its fields, with kind and time of the record itself', () => {
  const data = { name: 'cart', data: { total: 120 } };
  const surroundings = { session: { startedAt: 1, user: 'ada' }, page: { url: 'u', path: 'p' } };
  const { scope, ...rest } = createRuleInput({ kind: 'custom', at: 5, data }, surroundings);
  expect(rest).toEqual({ kind: 'custom', at: 5 });
  const more = { user: { id: 'ada' }, link: {} };
  expect(scope).toEqual({ record: { ...data, kind: 'custom', at: 5 }, ...surroundings, ...more });
});
