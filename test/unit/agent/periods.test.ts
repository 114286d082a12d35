import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPeriods } from '../../../src/boot/periods.ts';
import type { ScreenRule } from '../../../src/wire/index.ts';

const rule = (id: string, everyMs: number, target = 'viewport'): ScreenRule => ({
  ...{ id, everyMs, target, quality: 0.8, minIntervalMs: 0, maxCount: 1_000, observes: [] },
});

/** Timers that run when time is moved. */
function open() {
  let now = 0;
  let nextId = 1;
  const timers = new Map<number, { at: number; callback: () => void }>();
  const state = { active: [] as ScreenRule[], isVisible: true, mayTake: true };
  const due: string[] = [];
  const periods = createPeriods({
    active: () => state.active,
    take: () => state.mayTake,
    onDue: ({ id }) => due.push(`${id}@${String(now)}`),
    isVisible: () => state.isVisible,
    guard: (callback) => callback,
    setTimeout(callback, ms) {
      timers.set(nextId, { at: now + ms, callback });
      nextId += 1;
      return nextId - 1;
    },
    clearTimeout: (timer) => timers.delete(timer ?? 0),
  });
  const advance = (ms: number) => {
    const until = now + ms;
    for (;;) {
      const [next] = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
      if (!next) break;
      now = next[1].at;
      timers.delete(next[0]);
      next[1].callback();
    }
    now = until;
  };
  return { state, periods, due, advance, timers };
}

test('a rule is followed in its rhythm while it applies', () => {
  const { state, periods, due, advance, timers } = open();
  state.active = [rule('a', 1_000)];
  periods.refresh();
  advance(2_500);
  expect(due).toEqual(['a@1000', 'a@2000']);
  state.active = [];
  periods.refresh();
  advance(5_000);
  expect(due).toHaveLength(2);
  expect(timers.size).toBe(0);
});

test('another refresh does not disturb the rhythm, another interval does', () => {
  const { state, periods, due, advance } = open();
  state.active = [rule('a', 1_000)];
  periods.refresh();
  advance(900);
  periods.refresh();
  advance(100);
  expect(due).toEqual(['a@1000']);
  state.active = [rule('a', 5_000)];
  periods.refresh();
  advance(5_000);
  expect(due).toEqual(['a@1000', 'a@6000']);
});

test('nothing while the page is hidden or the limits are reached; then it goes on', () => {
  const { state, periods, due, advance } = open();
  state.active = [rule('a', 1_000)];
  periods.refresh();
  state.isVisible = false;
  advance(2_000);
  state.isVisible = true;
  state.mayTake = false;
  advance(2_000);
  state.mayTake = true;
  advance(1_000);
  expect(due).toEqual(['a@5000']);
});

test('whatever rules come and go, one timer per active rule and none after stop', () => {
  const rules = fc.uniqueArray(
    fc.record({ id: fc.constantFrom('a', 'b', 'c'), everyMs: fc.integer({ min: 500, max: 5_000 }) }),
    {
      selector: ({ id }) => id,
    },
  );
  const steps = fc.array(fc.record({ rules, ms: fc.integer({ min: 0, max: 10_000 }) }), { maxLength: 10 });
  fc.assert(
    fc.property(steps, (all) => {
      const { state, periods, advance, timers } = open();
      for (const step of all) {
        state.active = step.rules.map(({ id, everyMs }) => rule(id, everyMs));
        periods.refresh();
        expect(timers.size).toBe(step.rules.length);
        advance(step.ms);
        expect(timers.size).toBe(step.rules.length);
      }
      periods.stop();
      expect(timers.size).toBe(0);
    }),
  );
});
