import fc from 'fast-check';
import { createRuleEngine, emptyMemory, restoreMemory, type Effects } from 'rewindow/rules';
import { expect, it } from 'vitest';
import { input, ruleSet, run, SEND } from './builders.ts';

const named = (name: string) => ['==', ['get', 'record', 'name'], name];
const go = (name: string, at: number) => input('mark', at, { name });
const state = (id: string, more: object = {}) => ({
  ...{ id, enter: named(`+${id}`), exit: named(`-${id}`), observes: ['mark'] },
  ...more,
});
const moves = (effects: Effects[]) =>
  effects.map(({ entered, exited }) => [...exited.map((id) => `-${id}`), ...entered.map((id) => `+${id}`)].join(' '));

it('inside another one is entered only while that is, and left with it, innermost first', () => {
  // Inside-out, so that the order of the document plays no part.
  const states = [state('c', { within: 'b' }), state('b', { within: 'a' }), state('a')];
  const names = ['+c', '+b', '+a', '+b', '+c', '-a', '+c', '+a', '+c', '+b'];
  const effects = run(
    ruleSet({ states }),
    names.map((name, at) => go(name, at)),
  );
  expect(moves(effects)).toEqual(['', '', '+a', '+b', '+c', '-c -b -a', '', '+a', '', '+b']);
});

it('that is inside itself, or inside one that there is not, is never entered', () => {
  const states = [
    state('a', { within: 'a' }),
    state('b', { within: 'c' }),
    state('c', { within: 'b' }),
    state('d', { within: 'x' }),
  ];
  const effects = run(
    ruleSet({ states }),
    ['+a', '+b', '+c', '+d'].map((name, at) => go(name, at)),
  );
  expect(moves(effects)).toEqual(['', '', '', '']);
});

it('may be entered by the same record as the one that it is inside of', () => {
  const states = [state('in', { within: 'out', enter: named('go') }), state('out', { enter: named('go') })];
  expect(moves(run(ruleSet({ states }), [go('go', 1)]))).toEqual(['+out +in']);
});

it('with a time is entered when it has lasted, by a timer or by the next record, and its stays are remembered', () => {
  const engine = createRuleEngine(ruleSet({ states: [state('a', { dwellMs: 100 })] }), 'page');
  const first = engine.evaluate(emptyMemory(), go('+a', 1_000)).memory;
  expect(engine.dueAt(first)).toBe(1_100);
  expect(engine.advance(first, 1_099, {}).entered).toEqual([]);
  const late = engine.evaluate(first, go('x', 5_000));
  expect(late.entered).toEqual(['a']);
  expect(late.memory.states).toEqual({ a: 1_100 });
  expect(engine.dueAt(late.memory)).toBeUndefined();
  const left = engine.evaluate(late.memory, go('-a', 6_000));
  expect(left.memory.visits).toEqual({ a: { enteredAt: 1_100, leftAt: 6_000 } });
  expect(engine.evaluate(first, go('-a', 1_050)).memory).toEqual(emptyMemory());
});

it('agree with a simple model, whatever comes', () => {
  const ids = ['a', 'b', 'c'];
  const inner = fc.constantFrom(undefined, 'a', 'b');
  const steps = fc.array(
    fc.record({
      gap: fc.integer({ min: 0, max: 40 }),
      name: fc.constantFrom(...ids.flatMap((id) => [`+${id}`, `-${id}`])),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(fc.tuple(fc.constantFrom(0, 25), fc.constantFrom(0, 25)), inner, steps, ([b, c], within, list) => {
      const dwell: Record<string, number> = { a: 0, b, c };
      const parents: Record<string, string | undefined> = { b: 'a', c: within };
      const states = ids.map((id) => state(id, { dwellMs: dwell[id], ...(parents[id] && { within: parents[id] }) }));
      let at = 0;
      const inputs = list.map(({ gap, name }) => go(name, (at += gap)));
      const since: Record<string, number> = {};
      const isIn = (id: string, now: number): boolean => {
        const begun = since[id];
        return begun !== undefined && begun + (dwell[id] ?? 0) <= now;
      };
      const leave = (id: string) => {
        Reflect.deleteProperty(since, id);
        for (const other of ids) if (parents[other] === id) leave(other);
      };
      const expected = inputs.map((next) => {
        const name = String(next.scope.record['name']);
        const id = name.slice(1);
        const parent = parents[id];
        if (name.startsWith('-')) {
          // Who only waits is inside nothing that could be left with it.
          leave(id);
        } else if (since[id] === undefined && (parent === undefined || isIn(parent, next.at))) since[id] = next.at;
        return ids.filter((each) => isIn(each, next.at));
      });
      const got = run(ruleSet({ states }), inputs).map(({ memory }) => Object.keys(memory.states).sort());
      expect(got).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

it('are seen by conditions: now, ever, and since when', () => {
  const when = [
    ...['and', ['and', ['in', 'b', ['get', 'state', 'entered']], ['in', 'a', ['get', 'state', 'earlier']]]],
    ['and', ['not', ['in', 'a', ['get', 'state', 'entered']]], ['==', ['get', 'state', 'since', 'b'], 3]],
  ];
  const trigger = { type: 'match', id: 't', when, instructions: SEND, observes: ['mark'] };
  const effects = run(ruleSet({ states: [state('a'), state('b')], triggers: [trigger] }), [
    ...[go('+a', 1), go('-a', 2), go('+b', 3), go('x', 60_000)],
  ]);
  expect(effects.map(({ fired }) => fired.length)).toEqual([0, 0, 1, 1]);
});

it('that were saved are taken over only as far as they are ones', () => {
  const good = {
    ...emptyMemory(),
    states: { a: 1 },
    triggers: { t: { firedCount: 1, pattern: { hits: { x: [1] } } } },
  };
  expect(restoreMemory(good)).toEqual(good);
  expect(restoreMemory({ states: { a: 1 } })).toEqual({ ...emptyMemory(), states: { a: 1 } });
  for (const bad of [
    ...[null, undefined, 5, 'x', [], { states: { a: 'x' } }, { states: [] }, { triggers: { t: {} } }],
    { triggers: { t: { firedCount: 1, pattern: { hits: { x: 'y' } } } } },
    { triggers: { t: { firedCount: 1, pattern: { parts: { p: 5 } } } } },
    { visits: { a: { leftAt: 1 } } },
  ]) {
    expect(restoreMemory(bad)).toEqual(emptyMemory());
  }
});

it('that somebody else has written into the storage never make the engine throw', () => {
  const triggers = [
    { type: 'sequence', steps: [named('+a'), named('-a')], withinMs: 50 },
    { type: 'absence', when: named('+a'), without: named('-a'), withinMs: 50 },
    { type: 'score', weights: [{ when: named('+a'), points: 1 }], halfLifeMs: 50, above: 2 },
    { type: 'dwell', in: 'a', forMs: 5 },
  ].map((pattern, index) => ({ ...pattern, id: `t${String(index)}`, instructions: SEND, observes: ['mark'] }));
  const rules = ruleSet({ states: [state('a', { dwellMs: 5 })], triggers });
  const pattern = fc.record(
    {
      hits: fc.dictionary(fc.string(), fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 3 })),
      at: fc.double({ noNaN: true, noDefaultInfinity: true }),
      points: fc.double({ noNaN: true, noDefaultInfinity: true }),
      count: fc.integer(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(pattern, { minLength: 4, maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }), (patterns, odd) => {
      const remembered = patterns.map(
        (each, index) => [`t${String(index)}`, { firedCount: 0, pattern: each }] as const,
      );
      const engine = createRuleEngine(rules, 'page');
      for (const saved of [{ triggers: Object.fromEntries(remembered) }, odd, { triggers: odd }, { states: odd }]) {
        let memory = restoreMemory(saved);
        ({ memory } = engine.advance(memory, 1_000, {}));
        for (const next of [go('+a', 1), go('-a', 2), go('x', 1e6)]) ({ memory } = engine.evaluate(memory, next));
      }
    }),
    { numRuns: 300 },
  );
});
