import fc from 'fast-check';
import { firings, input, ruleSet, unlimited } from './builders.ts';

/** One record of a made-up session. */
export interface Sign {
  at: number;
  sign: string;
  key: string;
}

export const END = 10_000;
export const is = (sign: string) => ['==', ['get', 'record', 'sign'], sign];
export const KEY = ['get', 'record', 'key'];
const gaps = fc.oneof(fc.constantFrom(0, 1, 5, 10, 20), fc.integer({ min: 0, max: 60 }));
export const signs = (names: string[], keys = ['x']) =>
  fc
    .array(fc.record({ gap: gaps, sign: fc.constantFrom(...names), key: fc.constantFrom(...keys) }), { maxLength: 40 })
    .map((steps) => {
      let at = 100;
      return steps.map(({ gap, sign, key }): Sign => ({ at: (at += gap), sign, key }));
    });
/** Times at which somebody looks whether time has brought something about: that must make no difference. */
export const looks = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 10 });
export const RUNS = { numRuns: 400 };

export function fired(pattern: object, list: Sign[], times: number[] = []): number[] {
  const inputs = list.map(({ at, sign, key }) => input('network', at, { sign, key }));
  return firings(ruleSet({ triggers: [unlimited(pattern)] }), inputs, END, times);
}
