import { createRuleEngine, createRuleInput, emptyMemory } from 'rewindow/rules';
import { describe, expect, it } from 'vitest';
import { compileRuleSet } from '../../../../monitor/src/rules/compile.ts';
import { describePlacement } from '../../../../monitor/src/rules/placement.ts';
import { problemsOf, ruleSetOf, rulesOf, SEND, STATES, trigger } from './compiling.ts';

const state = (parts: object) => rulesOf(ruleSetOf({ states: [{ id: 'a', ...parts }] })).states[0];
const show = { verb: 'assist.message', title: 'Hello', text: 'There' };
const assist = (parts: object) => {
  const rules = rulesOf(ruleSetOf({ states: STATES, assist: [{ id: 'help', show, ...parts }] }));
  expect(rules).not.toHaveProperty('assist');
  return rules.triggers[0];
};
const get = (...names: string[]) => ['get', 'record', ...names];

describe('states', () => {
  it('are entered at a path, and left by going elsewhere', () => {
    const isThere = ['like', get('path'), '/checkout/*'];
    expect(state({ url: '/checkout/*' })).toEqual({
      id: 'a',
      enter: ['and', ['==', get('kind'), 'navigation'], isThere],
      observes: ['navigation'],
    });
  });

  it('are entered at an address', () => {
    const isThere = ['like', get('url'), 'https://shop.example/*'];
    expect(state({ url: 'https://shop.example/*' })?.enter).toEqual([
      'and',
      ['==', get('kind'), 'navigation'],
      isThere,
    ]);
  });

  it('are entered at a mark', () => {
    expect(state({ marker: 'order.begun', exit: 'record.kind == "error"', dwellMs: 5 })).toEqual({
      id: 'a',
      enter: ['and', ['==', get('kind'), 'mark'], ['==', get('name'), 'order.begun']],
      exit: ['==', get('kind'), 'error'],
      dwellMs: 5,
      observes: ['mark', 'error'],
    });
    expect(state({ marker: 'order.begun' })?.observes).toEqual(['mark', 'navigation']);
  });

  it('last as long as an element is there', () => {
    const says = (type: string) => ['and', ['==', get('type'), type], ['==', get('selector'), '.dialog']];
    expect(state({ element: '.dialog' })).toEqual({
      id: 'a',
      element: '.dialog',
      enter: ['and', ['==', get('kind'), 'page'], says('elementShown')],
      exit: ['and', ['==', get('kind'), 'page'], says('elementGone')],
      observes: ['page'],
    });
    const other = state({ element: '.dialog', exit: 'record.kind == "error"' });
    expect([other?.exit, other?.observes]).toEqual([
      ['==', get('kind'), 'error'],
      ['page', 'error'],
    ]);
  });

  it('mean the same to the engine, whichever form they have', () => {
    const long = 'record.kind == "navigation" && record.path.like("/checkout/*")';
    const text = ruleSetOf({
      states: [
        { id: 'short', url: '/checkout/*' },
        { id: 'long', enter: long },
      ],
    });
    const engine = createRuleEngine(rulesOf(text), 'page');
    const at = (path: string) => {
      const data = { type: 'push', url: `https://shop.example${path}`, path } as const;
      const surroundings = {
        session: { startedAt: 0 },
        page: { url: data.url, path },
        audiences: new Set<string>(),
      };
      return createRuleInput({ kind: 'navigation', at: 1, data }, surroundings);
    };
    const entered = engine.evaluate(emptyMemory(), at('/checkout/address'));
    expect(entered.entered).toEqual(['short', 'long']);
    expect(engine.evaluate(entered.memory, at('/checkout/payment')).exited).toEqual([]);
    expect(engine.evaluate(entered.memory, at('/cart')).exited.sort()).toEqual(['long', 'short']);
  });
});

describe('rules of assist', () => {
  it('show something when a state is entered', () => {
    expect(assist({ state: 'checkout' })).toEqual({
      id: 'help',
      state: 'checkout',
      type: 'match',
      when: [
        'and',
        ['==', get('kind'), 'state'],
        ['and', ['==', get('type'), 'enter'], ['==', get('state'), 'checkout']],
      ],
      where: 'page',
      observes: ['state'],
      limits: { perSession: 1, coolDownMs: 60_000, parallel: 3, dryRun: false },
      instructions: [{ order: show }],
    });
  });

  it('show something after a while in a state', () => {
    const rule = assist({ state: 'checkout', afterMs: 30_000, perSession: 2, coolDownMs: 5 });
    expect(rule).toMatchObject({ type: 'dwell', in: 'checkout', forMs: 30_000, observes: ['state'] });
    expect(rule?.limits).toMatchObject({ perSession: 2, coolDownMs: 5 });
  });

  it('show something at a record, in a state', () => {
    expect(assist({ state: 'checkout', when: 'record.kind == "error"' })).toMatchObject({
      ...{ type: 'match', state: 'checkout', observes: ['error'] },
      when: ['==', get('kind'), 'error'],
    });
  });
});

describe('combinations', () => {
  it('are over their parts, and observe what these observe', () => {
    const [combined] = rulesOf(
      ruleSetOf({
        states: STATES,
        triggers: [
          {
            ...{ id: 't', type: 'combination', withinMs: 60_000, instructions: SEND, when: 'errors && !paid || slow' },
            parts: [
              { id: 'errors', type: 'count', when: 'record.kind == "error"', times: 2, withinMs: 9, by: 'record.name' },
              { id: 'paid', type: 'sequence', steps: ['record.kind == "mark"', 'record.status == 200'], withinMs: 5 },
              { id: 'slow', type: 'dwell', in: 'checkout', forMs: 5 },
            ],
          },
        ],
      }),
    ).triggers;
    expect(combined).toMatchObject({
      when: ['or', ['and', ['get', 'errors'], ['not', ['get', 'paid']]], ['get', 'slow']],
      observes: ['error', 'mark', 'network', 'state'],
      parts: [{ id: 'errors', by: get('name') }, { steps: [['==', get('kind'), 'mark'], {}] }, { in: 'checkout' }],
    });
  });
});

describe('the place of a trigger', () => {
  const placeOf = (parts: object) => {
    const compiled = compileRuleSet(ruleSetOf(parts));
    if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
    return describePlacement(compiled).map(({ id, where, reason }) => [id, where, reason]);
  };

  it('is worked out from what it asks for, and explained', () => {
    const often = 'record.kind == "error" && profile.errorCount > 10';
    expect(
      placeOf({
        triggers: [
          trigger({ id: 'a' }),
          trigger({ id: 'b', where: 'monitor' }),
          trigger({ id: 'c', when: often }),
          trigger({ id: 'd', where: 'page', when: 'link.saver' }),
          {
            ...{ id: 'e', type: 'combination', when: 'one', withinMs: 5, instructions: SEND },
            parts: [{ id: 'one', type: 'match', when: often }],
          },
        ],
        assist: [{ id: 'f', when: often, show }],
      }),
    ).toEqual([
      ['a', 'page', expect.stringMatching(/without a round trip/)],
      ['b', 'monitor', expect.stringMatching(/rule says so/)],
      ['c', 'monitor', expect.stringMatching(/profile of the user/)],
      ['d', 'page', expect.stringMatching(/rule says so/)],
      ['e', 'monitor', expect.stringMatching(/profile of the user/)],
      ['f', 'monitor', expect.stringMatching(/profile of the user/)],
    ]);
  });

  it.each<[string, object, string]>([
    ['a trigger', { triggers: [trigger({ where: 'page', when: 'profile.errorCount > 3' })] }, 'triggers[0].where'],
    ['a state', { states: [{ id: 'a', enter: 'profile.errorCount > 3' }] }, 'states[0].enter'],
    ['the end of a state', { states: [{ id: 'a', url: '/', exit: 'has(profile.errorCount)' }] }, 'states[0].exit'],
    ['a screen rule', { screen: [{ id: 'a', when: 'profile.errorCount > 3' }] }, 'screen[0].when'],
    ['a provider', { providers: [{ id: 'a', provider: 'x', when: 'profile.errorCount > 3' }] }, 'providers[0].when'],
    ['a forward rule', { forward: [{ mode: 'live', when: 'profile.errorCount > 3' }] }, 'forward[0].when'],
  ])('is not the page where %s asks for the profile', (_what, parts, path) => {
    const [problem] = problemsOf(ruleSetOf(parts));
    expect(problem).toMatchObject({ path });
    expect(problem?.message).toMatch(/known to the monitor only/);
  });

  it('is not the monitor where the link is asked for', () => {
    const said = problemsOf(ruleSetOf({ triggers: [trigger({ where: 'monitor', when: 'link.saver' })] }));
    expect(said).toMatchObject([{ path: 'triggers[0].where' }]);
    expect(said[0]?.message).toMatch(/link is known to the page only/);
    const both = problemsOf(ruleSetOf({ triggers: [trigger({ when: 'link.saver && profile.errorCount > 3' })] }));
    expect(both).toMatchObject([{ path: 'triggers[0]' }]);
    expect(both[0]?.message).toMatch(/nowhere/);
  });
});
