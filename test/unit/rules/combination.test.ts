import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { END, fired, is, looks, RUNS, signs, type Sign } from './signs.ts';

describe('combination', () => {
  type Truth = Record<string, boolean>;
  const part = (id: string) => ({ id, type: 'match', when: is(id) });
  const parts = ['a', 'b', 'c'].map(part);
  const WHENS: [unknown, (truth: Truth) => boolean][] = [
    [['and', ['get', 'a'], ['get', 'b']], ({ a, b }) => a === true && b === true],
    [
      ['or', ['get', 'a'], ['and', ['get', 'b'], ['get', 'c']]],
      ({ a, b, c }) => a === true || (b === true && c === true),
    ],
    [['and', ['get', 'a'], ['not', ['get', 'b']]], ({ a, b }) => a === true && b !== true],
    [['not', ['get', 'c']], ({ c }) => c !== true],
  ];
  const model = (isTrue: (truth: Truth) => boolean, withinMs: number, list: Sign[]) => {
    const lastAt = new Map<string, number>();
    const fires: number[] = [];
    let was = isTrue({});
    const look = (at: number) => {
      const now = isTrue(Object.fromEntries([...lastAt].map(([id, last]) => [id, at - last < withinMs])));
      if (now && !was) fires.push(at);
      was = now;
    };
    const expireUntil = (at: number) => {
      for (;;) {
        const next = Math.min(...[...lastAt.values()].map((last) => last + withinMs));
        if (next > at) return;
        for (const [id, last] of lastAt) if (last + withinMs <= next) lastAt.delete(id);
        look(next);
      }
    };
    for (const { at, sign } of list) {
      expireUntil(at);
      if (!'abc'.includes(sign)) continue;
      lastAt.set(sign, at);
      look(at);
    }
    expireUntil(END);
    return fires;
  };

  it('fires when the condition becomes true, by a record or because something is over', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WHENS),
        fc.integer({ min: 1, max: 60 }),
        signs(['a', 'b', 'c', 'd']),
        looks,
        ([when, isTrue], withinMs, list, times) => {
          expect(fired({ type: 'combination', parts, when, withinMs }, list, times)).toEqual(
            model(isTrue, withinMs, list),
          );
        },
      ),
      RUNS,
    );
  });

  it('takes every pattern for a part, also those that time brings about', () => {
    const waits = { id: 'silent', type: 'absence', when: is('a'), without: is('b'), withinMs: 50 };
    const twice = { id: 'twice', type: 'count', when: is('c'), times: 2, withinMs: 1_000 };
    const when = ['and', ['get', 'silent'], ['get', 'twice']];
    const list = [
      { at: 100, sign: 'a', key: '' },
      { at: 110, sign: 'c', key: '' },
      { at: 120, sign: 'c', key: '' },
    ];
    const pattern = { type: 'combination', parts: [waits, twice], when, withinMs: 500 };
    expect(fired(pattern, list)).toEqual([150]);
    expect(fired(pattern, [...list, { at: 130, sign: 'b', key: '' }])).toEqual([]);
  });
});
