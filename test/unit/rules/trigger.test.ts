import fc from 'fast-check';
import { createRuleEngine, emptyMemory, type PatternMemory } from 'rewindow/rules';
import type { RuleSet } from 'rewindow/wire';
import { expect, it } from 'vitest';
import { ANY_NETWORK, input, ruleSet, unlimited } from './builders.ts';

interface Hit {
  at: number;
  key: string | number;
}

function countTrigger(times: number, withinMs: number, limits: object = { perSession: 1e9, coolDownMs: 0 }): RuleSet {
  const pattern = { type: 'count', when: ANY_NETWORK, times, withinMs, by: ['get', 'record', 'key'] };
  return ruleSet({ triggers: [unlimited(pattern, { limits })] });
}

function fire(rules: RuleSet, hits: Hit[]): { fired: boolean[]; memory: PatternMemory | undefined } {
  const engine = createRuleEngine(rules, 'page');
  let memory = emptyMemory();
  const fired = hits.map(({ at, key }) => {
    const effects = engine.evaluate(memory, input('network', at, { key }));
    ({ memory } = effects);
    // It has to survive a reload.
    expect(JSON.parse(JSON.stringify(memory))).toEqual(memory);
    return effects.fired.length > 0;
  });
  return { fired, memory: memory.triggers['t']?.pattern };
}

/** All hits of the key since it last fired that lie less than the window back. */
function naive(times: number, withinMs: number, hits: Hit[]): boolean[] {
  const open: Hit[] = [];
  return hits.map((hit) => {
    open.push(hit);
    const counted = open.filter(({ at, key }) => String(key) === String(hit.key) && hit.at - at < withinMs);
    if (counted.length < times) return false;
    for (const used of open.filter(({ key }) => String(key) === String(hit.key))) open.splice(open.indexOf(used), 1);
    return true;
  });
}

it('counts within a sliding window, by key, as a naive model does', () => {
  const keys = fc.constantFrom('a', 'b', '__proto__', 402, 7);
  const hits = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 60 }), key: keys }), { maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 200 }), hits, (times, withinMs, steps) => {
      let at = 0;
      const timed = steps.map(({ gap, key }) => ({ at: (at += gap), key }));
      expect(fire(countTrigger(times, withinMs), timed).fired).toEqual(naive(times, withinMs, timed));
    }),
    { numRuns: 500 },
  );
});

it('counts what has no words under one key', () => {
  const engine = createRuleEngine(countTrigger(2, 1e6), 'page');
  const list: unknown[] = [];
  list.push(list);
  const first = engine.evaluate(emptyMemory(), input('network', 1, { key: { toString: null } }));
  expect(engine.evaluate(first.memory, input('network', 2, { key: list })).fired).toHaveLength(1);
});

it('keeps at most so many times as it needs, of at most fifty keys, and drops the key that was hit longest ago', () => {
  const keys = Array.from({ length: 60 }, (_, index) => index + 1);
  const { memory } = fire(
    countTrigger(2, 1e6),
    keys.map((key, at) => ({ at, key })),
  );
  expect(Object.keys(memory?.hits ?? {})).toHaveLength(50);
  // Keys like numbers come first in an object, whenever they were added: that must not matter.
  const late = [...keys.map((key, at) => ({ at: at + 1, key: key + 100 })), { at: 100, key: 1 }, { at: 101, key: 1 }];
  expect(fire(countTrigger(2, 1e6), late).fired.at(-1)).toBe(true);
});

it('forgets keys that don’t count any more', () => {
  const { memory } = fire(countTrigger(3, 10), [
    { at: 0, key: 'a' },
    { at: 100, key: 'b' },
  ]);
  expect(memory?.hits).toEqual({ b: [100] });
});

it('cuts keys that the host made long', () => {
  const { memory } = fire(countTrigger(3, 10), [{ at: 0, key: 'x'.repeat(100_000) }]);
  expect(JSON.stringify(memory).length).toBeLessThan(500);
});

it('fires at the next match after the cool-down where it was reached within', () => {
  const hits = [0, 1, 2, 3, 50, 51].map((at) => ({ at, key: 'a' }));
  const { fired } = fire(countTrigger(2, 100, { perSession: 10, coolDownMs: 50 }), hits);
  expect(fired).toEqual([false, true, false, false, false, true]);
});

it('does not count hits from before the clock was set back', () => {
  const { fired } = fire(countTrigger(2, 1_000), [
    { at: 1e6, key: 'a' },
    { at: 10, key: 'a' },
    { at: 20, key: 'a' },
  ]);
  expect(fired).toEqual([false, false, true]);
});
