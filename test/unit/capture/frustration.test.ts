import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  awaitsEffect,
  decide,
  nextDueAt,
  type Decision,
  type Fact,
  type State,
} from '../../../src/capture/frustration/decide.ts';
import { THRESHOLDS } from '../../../src/capture/frustration/machine.ts';
import { FrustrationDetail } from '../../../src/wire/captureDetails.ts';

type TestFact = Fact<string>;
const click = (at: number, more: Partial<Extract<TestFact, { type: 'click' }>> = {}): TestFact => ({
  type: 'click',
  at,
  x: 10,
  y: 10,
  target: 'a',
  mayBeDead: false,
  mayBeRage: true,
  ...more,
});
const move = (at: number, x: number): TestFact => ({ type: 'move', at, x, y: 0, target: 'm' });
const END: TestFact = { type: 'tick', at: Infinity };

function play(facts: TestFact[], limits = THRESHOLDS): { decisions: Decision<string>[]; states: State<string>[] } {
  const decisions: Decision<string>[] = [];
  const states: State<string>[] = [{ pending: [] }];
  for (const fact of facts) {
    const step = decide(states.at(-1) ?? { pending: [] }, fact, limits);
    decisions.push(...step.decisions);
    states.push(step.state);
  }
  return { decisions, states };
}
const typesOf = (facts: TestFact[], limits = THRESHOLDS) => play(facts, limits).decisions.map(({ type }) => type);

test('thresholds are those of the schema', () => {
  expect(THRESHOLDS).toEqual(v.parse(FrustrationDetail, {}));
});

describe('rage clicks', () => {
  test('one record per burst, at its end, with its count', () => {
    const { decisions } = play([0, 200, 400, 600, 800].map((at) => click(at)).concat(END));
    expect(decisions).toEqual([{ type: 'rageClick', at: 0, x: 10, y: 10, target: 'a', count: 5 }]);
  });

  test('too few, too slow, or in different places are none', () => {
    expect(typesOf([click(0), click(500), END])).toEqual([]);
    expect(typesOf([click(0), click(600), click(1_200), click(1_800), END])).toEqual([]);
    expect(typesOf([click(0), click(100, { x: 50 }), click(200), END])).toEqual([]);
    expect(typesOf([click(0), click(100, { mayBeRage: false }), click(200), END])).toEqual([]);
  });

  test('the limits themselves count as within', () => {
    expect(typesOf([click(0), click(500, { x: 40 }), click(1_000), END])).toEqual(['rageClick']);
    expect(typesOf([click(0), click(500, { x: 41 }), click(1_000), END])).toEqual([]);
    expect(typesOf([click(0), click(500), click(1_001), END])).toEqual([]);
  });

  test('a click elsewhere ends the burst', () => {
    const { decisions } = play([click(0), click(1), click(2), click(3, { x: 500 })]);
    expect(decisions).toMatchObject([{ type: 'rageClick', count: 3 }]);
  });
});

describe('dead clicks', () => {
  const dead = (at: number, target = 'a') => click(at, { mayBeDead: true, target });
  test('no effect in time', () => {
    expect(typesOf([dead(0), { type: 'tick', at: 2_499 }])).toEqual([]);
    expect(typesOf([dead(0), { type: 'tick', at: 2_500 }, END])).toEqual(['deadClick']);
    expect(typesOf([dead(0), { type: 'effect', at: 2_499 }, END])).toEqual([]);
    expect(typesOf([click(0), END])).toEqual([]);
  });

  test('what the press has done counts, what was before it does not', () => {
    expect(typesOf([{ type: 'press', at: 0 }, { type: 'effect', at: 1 }, dead(2), END])).toEqual([]);
    expect(typesOf([{ type: 'effect', at: 0 }, { type: 'press', at: 1 }, dead(2), END])).toEqual(['deadClick']);
    expect(typesOf([{ type: 'press', at: 0 }, { type: 'effect', at: 1 }, dead(5_000), END])).toEqual(['deadClick']);
  });

  test('several clicks on one thing are one, on others as many', () => {
    expect(typesOf([dead(0), dead(1_500), END])).toEqual(['deadClick']);
    expect(play([dead(0), dead(1_500, 'b'), END]).decisions.map(({ target }) => target)).toEqual(['a', 'b']);
  });
});

describe('error clicks', () => {
  const error = (at: number): TestFact => ({ type: 'error', at, message: `at ${at}` });
  test('the first error soon after a click, once', () => {
    expect(play([click(0), error(1_000), error(1_000)]).decisions).toMatchObject([
      { type: 'errorClick', at: 0, target: 'a', message: 'at 1000' },
    ]);
    expect(typesOf([click(0), error(1_001)])).toEqual([]);
    expect(typesOf([error(0), click(1)])).toEqual([]);
  });

  test('is not dead as well', () => {
    expect(typesOf([click(0, { mayBeDead: true }), error(5), END])).toEqual(['errorClick']);
  });
});

describe('thrashed cursor', () => {
  const shake = (count: number, everyMs: number, px = 100) =>
    Array.from({ length: count }, (_, index) => move(index * everyMs, index % 2 === 0 ? 0 : px));
  test('turns in time, told once', () => {
    const { decisions } = play([...shake(12, 100), END]);
    expect(decisions).toEqual([{ type: 'thrashedCursor', at: 200, x: 0, y: 0, target: 'm', count: 10 }]);
  });

  test('few, slow or small turns, and a straight way, are none', () => {
    expect(typesOf([...shake(9, 100), END])).toEqual([]);
    expect(typesOf([...shake(50, 300), END])).toEqual([]);
    expect(typesOf([...shake(50, 50, 19), END])).toEqual([]);
    expect(typesOf([...Array.from({ length: 50 }, (_, index) => move(index * 50, index * 40)), END])).toEqual([]);
  });
});

const waits = fc.integer({ min: 0, max: 3_000 });
const places = {
  x: fc.integer({ min: 0, max: 200 }),
  y: fc.integer({ min: 0, max: 200 }),
  target: fc.constantFrom('a', 'b', 'c'),
};
const anyFact = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('click' as const),
      at: waits,
      mayBeDead: fc.boolean(),
      mayBeRage: fc.boolean(),
      ...places,
    }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('move' as const), at: waits, ...places }) },
  fc.record({ type: fc.constantFrom('press' as const, 'effect' as const, 'tick' as const), at: waits }),
  fc.record({ type: fc.constant('error' as const), at: waits, message: fc.constant('x') }),
);
/** Facts in the order of their time; each `at` is the time since the one before. */
const anyFacts = fc.array(anyFact, { maxLength: 80 }).map((facts) => {
  let at = 0;
  return facts.map((fact): TestFact => ({ ...fact, at: (at += fact.type === 'move' ? fact.at / 10 : fact.at / 3) }));
});
const anyLimits = fc.record({
  rageClickCount: fc.integer({ min: 2, max: 6 }),
  rageWithinMs: fc.integer({ min: 0, max: 3_000 }),
  rageRadiusPx: fc.integer({ min: 1, max: 300 }),
  deadAfterMs: fc.integer({ min: 0, max: 5_000 }),
  errorWithinMs: fc.integer({ min: 0, max: 3_000 }),
  thrashTurnCount: fc.integer({ min: 3, max: 10 }),
  thrashWithinMs: fc.integer({ min: 0, max: 3_000 }),
});

describe('whatever happens', () => {
  test('the same facts give the same decisions, and states are not changed', () => {
    fc.assert(
      fc.property(anyFacts, anyLimits, (facts, limits) => {
        const first = play(facts, limits);
        const kept = JSON.stringify(first.states);
        expect(play(facts, limits).decisions).toEqual(first.decisions);
        expect(JSON.stringify(first.states)).toBe(kept);
      }),
    );
  });

  test('each decision keeps to its thresholds', () => {
    fc.assert(
      fc.property(anyFacts, anyLimits, (facts, limits) => {
        for (const { type, at, target, count } of play([...facts, END], limits).decisions) {
          const after = (span: number) => facts.filter((fact) => fact.at >= at && fact.at < at + span);
          if (type === 'rageClick') {
            const times = facts.flatMap((fact) =>
              fact.type === 'click' && fact.mayBeRage && fact.at >= at ? [fact.at] : [],
            );
            const isFast = times.some(
              (time, index) => (times[index + limits.rageClickCount - 1] ?? Infinity) - time <= limits.rageWithinMs,
            );
            expect(isFast).toBe(true);
            expect(count).toBeGreaterThanOrEqual(limits.rageClickCount);
          }
          if (type === 'thrashedCursor') expect(count).toBeGreaterThanOrEqual(limits.thrashTurnCount);
          if (type === 'errorClick') {
            const errors = facts.filter(
              (fact) => fact.type === 'error' && fact.at >= at && fact.at <= at + limits.errorWithinMs,
            );
            expect(errors).not.toEqual([]);
          }
          if (type === 'deadClick') {
            expect(facts).toContainEqual(expect.objectContaining({ type: 'click', at, target, mayBeDead: true }));
            const later = after(limits.deadAfterMs).filter((fact) => fact.at > at);
            expect(later.some((fact) => fact.type === 'effect' || fact.type === 'error')).toBe(false);
          }
        }
      }),
    );
  });

  test('memory and time are bounded: a tick when one is due decides, and nothing is left in the end', () => {
    fc.assert(
      fc.property(anyFacts, anyLimits, (facts, limits) => {
        const { states } = play(facts, limits);
        for (const { pending, clicks, turns } of states) {
          expect(pending.length).toBeLessThanOrEqual(10);
          expect(clicks?.streak.recent.length ?? 0).toBeLessThanOrEqual(limits.rageClickCount);
          expect(turns?.streak.recent.length ?? 0).toBeLessThanOrEqual(limits.thrashTurnCount);
        }
        let state = states.at(-1) ?? { pending: [] };
        const dues: number[] = [];
        for (let at = nextDueAt(state, limits); at !== undefined && dues.length < 100; at = nextDueAt(state, limits)) {
          dues.push(at);
          state = decide(state, { type: 'tick', at }, limits).state;
        }
        expect(dues.length).toBeLessThanOrEqual(13);
        expect(awaitsEffect(state)).toBe(false);
        expect(nextDueAt(state, limits)).toBeUndefined();
      }),
    );
  });
});
