import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firings, input, ruleSet, run, unlimited } from './builders.ts';
import { END, fired, is, KEY, looks, RUNS, signs, type Sign } from './signs.ts';

describe('sequence', () => {
  /** Tries all ways through the records since it fired last. */
  const model = (steps: string[], withinMs: number, list: Sign[]) => {
    const seen = new Map<string, Sign[]>();
    return list.flatMap((record) => {
      const known = [...(seen.get(record.key) ?? []), record];
      const ends = (place: number, step: number, endAt: number): boolean => {
        const { sign, at } = known[place] ?? { sign: '', at: 0 };
        if (sign !== steps[step]) return false;
        if (step === 0) return endAt - at < withinMs;
        return known.slice(0, place).some((_, earlier) => ends(earlier, step - 1, endAt));
      };
      const happens = ends(known.length - 1, steps.length - 1, record.at);
      seen.set(record.key, happens ? [] : known.slice(-12));
      return happens ? [record.at] : [];
    });
  };

  it('is found wherever some records make it in time, by key, and begins anew after it fired', () => {
    const steps = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 4 });
    const lists = signs(['a', 'b', 'c', 'd'], ['x', 'y']).filter((list) => list.length <= 24);
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 200 }), lists, (names, withinMs, list) => {
        const pattern = { type: 'sequence', steps: names.map(is), withinMs, by: KEY };
        const short = list.filter(
          ({ key }, index) => list.slice(0, index).filter((one) => one.key === key).length < 12,
        );
        expect(fired(pattern, short)).toEqual(model(names, withinMs, short));
      }),
      RUNS,
    );
  });
});

describe('absence', () => {
  const model = (withinMs: number, list: Sign[]) => {
    const times = new Set<number>();
    for (const key of new Set(list.map((record) => record.key))) {
      let since = Infinity;
      for (const { at, sign } of [...list.filter((record) => record.key === key), { at: END, sign: '' }]) {
        if (since + withinMs <= at) {
          times.add(since + withinMs);
          since = Infinity;
        }
        if (sign === 'b' || sign === 'both') since = Infinity;
        if ((sign === 'a' || sign === 'both') && since === Infinity) since = at;
      }
    }
    return [...times].sort((one, other) => one - other);
  };

  it('fires when the time is over, unless what was missing has come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        signs(['a', 'b', 'both', 'c'], ['x', 'y']),
        looks,
        (ms, list, times) => {
          const pattern = {
            ...{ type: 'absence', withinMs: ms, by: KEY },
            ...{ when: ['or', is('a'), is('both')], without: ['or', is('b'), is('both')] },
          };
          expect(fired(pattern, list, times)).toEqual(model(ms, list));
        },
      ),
      RUNS,
    );
  });
});

describe('recurrence', () => {
  it('is so many in a row, each about so long after the one before, bursts counted once', () => {
    const model = (everyMs: number, toleranceMs: number, times: number, list: Sign[]) => {
      let row: number[] = [];
      let isRunning = false;
      return list.flatMap(({ at }) => {
        const gap = at - (row.at(-1) ?? -Infinity);
        const isNext = Math.abs(gap - everyMs) <= toleranceMs;
        if (!isNext && gap <= toleranceMs) return [];
        row = isNext ? [...row, at] : [at];
        isRunning &&= isNext;
        // In a rhythm that goes on after firing, the last one counts for the firing before.
        if (row.length < times + (isRunning ? 1 : 0)) return [];
        row = [at];
        isRunning = true;
        return [at];
      });
    };
    const number = (min: number, max: number) => fc.integer({ min, max });
    fc.assert(
      fc.property(number(1, 40), number(0, 10), number(2, 4), signs(['a']), (everyMs, toleranceMs, times, list) => {
        const pattern = { type: 'recurrence', when: is('a'), everyMs, toleranceMs, times };
        expect(fired(pattern, list)).toEqual(model(everyMs, toleranceMs, times, list));
      }),
      RUNS,
    );
  });

  it('finds errors about every three minutes, and none among errors all the time', () => {
    const minute = 60_000;
    const pattern = { type: 'recurrence', when: is('a'), everyMs: 3 * minute };
    const at = (minutes: number) => ({ at: minutes * minute, sign: 'a', key: '' });
    const calm = [0, 3.2, 6, 6.1, 9.3, 12].map(at);
    const inputs = (list: Sign[]) => list.map((record) => input('network', record.at, { ...record }));
    const rules = ruleSet({ triggers: [unlimited(pattern)] });
    expect(firings(rules, inputs(calm), 0)).toEqual([6 * minute]);
    const noise = Array.from({ length: 600 }, (_, index) => at(index / 20));
    expect(firings(rules, inputs(noise), 0)).toEqual([]);
  });
});

describe('score', () => {
  it('adds points that fade, and fires when their sum gets above, and again after it was not', () => {
    const points: Record<string, number> = { a: 1, b: 2, c: -1.5 };
    const weights = Object.entries(points).map(([sign, value]) => ({ when: is(sign), points: value }));
    const above = 2.3;
    const model = (halfLifeMs: number, list: Sign[]) => {
      const sum = (until: number, at: number) =>
        list
          .slice(0, until)
          .reduce((all, one) => all + (points[one.sign] ?? 0) * 2 ** (-(at - one.at) / halfLifeMs), 0);
      return list.flatMap(({ at }, index) => (sum(index, at) <= above && sum(index + 1, at) > above ? [at] : []));
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), signs(['a', 'b', 'c', 'd']), (halfLifeMs, list) => {
        expect(fired({ type: 'score', weights, halfLifeMs, above }, list)).toEqual(model(halfLifeMs, list));
      }),
      RUNS,
    );
  });
});

describe('nth', () => {
  it.each([false, true])('is the n-th, with repeats (%s) every n-th', (repeats) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), signs(['a', 'b']), (n, list) => {
        const hits = list.filter(({ sign }) => sign === 'a');
        const due = hits.filter((_, index) => (repeats ? (index + 1) % n === 0 : index + 1 === n));
        expect(fired({ type: 'nth', when: is('a'), n, repeats }, list)).toEqual(due.map(({ at }) => at));
      }),
      RUNS,
    );
  });
});

describe('dwell', () => {
  it('fires once per stay that lasts so long', () => {
    const states = [{ id: 'in', enter: is('a'), exit: is('b'), observes: ['network'] }];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), signs(['a', 'b', 'c']), looks, (forMs, list, times) => {
        const stays: number[] = [];
        let since = Infinity;
        for (const { at, sign } of [...list, { at: END, sign: 'b' }]) {
          if (sign === 'a' && since === Infinity) since = at;
          if (sign !== 'b') continue;
          if (since + forMs <= at) stays.push(since + forMs);
          since = Infinity;
        }
        const rules = ruleSet({ states, triggers: [unlimited({ type: 'dwell', in: 'in', forMs }, { observes: [] })] });
        const inputs = list.map(({ at, sign }) => input('network', at, { sign }));
        expect(firings(rules, inputs, END, times)).toEqual(stays);
      }),
      RUNS,
    );
  });
});

it('remembers at most fifty keys of each pattern, however many there are', () => {
  const list = Array.from({ length: 300 }, (_, index) => ({ at: index, sign: 'a', key: `key ${String(index)}` }));
  const patterns = [
    { type: 'sequence', steps: [is('a'), is('b')], withinMs: 1e6, by: KEY },
    { type: 'absence', when: is('a'), without: is('b'), withinMs: 1e6, by: KEY },
  ];
  for (const pattern of patterns) {
    const inputs = list.map(({ at, sign, key }) => input('network', at, { sign, key: key + 'x'.repeat(5_000) }));
    expect(memoryAfter(pattern, inputs)).toBeLessThan(20_000);
  }
});

function memoryAfter(pattern: object, inputs: ReturnType<typeof input>[]): number {
  const effects = run(ruleSet({ triggers: [unlimited(pattern)] }), inputs);
  expect(Object.keys(effects.at(-1)?.memory.triggers['t']?.pattern?.hits ?? {})).toHaveLength(50);
  return JSON.stringify(effects.at(-1)?.memory).length;
}
