import fc from 'fast-check';
import { evaluateExpression, matchCondition } from 'rewindow/rules';
import { LIMITS, isExpression, type Expression } from 'rewindow/wire';
import { describe, expect, it } from 'vitest';
import { nest } from './builders.ts';

const JSON_VALUE = fc.jsonValue({ maxDepth: 4 });

describe('evaluateExpression', () => {
  it.each([['constructor'], ['__proto__'], ['toString'], ['hasOwnProperty']])(
    'reads own properties only, not %s',
    (name) => {
      expect(evaluateExpression(['get', 'record', name], { record: {} })).toBeUndefined();
      expect(evaluateExpression(['has', 'record', name], { record: {} })).toBe(false);
      expect(evaluateExpression(['in', name, ['get', 'record']], { record: {} })).toBe(false);
      expect(evaluateExpression(['get', name], {})).toBeUndefined();
    },
  );

  it('reads own properties of these names, where the host has them', () => {
    const record: unknown = JSON.parse('{"constructor": 1, "__proto__": 2}');
    expect(evaluateExpression(['get', 'record', 'constructor'], { record })).toBe(1);
    expect(evaluateExpression(['get', 'record', '__proto__'], { record })).toBe(2);
  });

  it('lets the side of && and || decide that can, whatever the other is', () => {
    const missing: Expression = ['get', 'record', 'nothing'];
    expect(evaluateExpression(['and', missing, false], {})).toBe(false);
    expect(evaluateExpression(['or', missing, true], {})).toBe(true);
    expect(evaluateExpression(['and', missing, true], {})).toBeUndefined();
    expect(evaluateExpression(['or', false, missing], {})).toBeUndefined();
    expect(evaluateExpression(['not', missing], {})).toBeUndefined();
  });

  it('has no answer to has() where what would have the field is not there', () => {
    expect(evaluateExpression(['has', 'record', 'data', 'total'], { record: {} })).toBeUndefined();
    expect(evaluateExpression(['has', 'record', 'data', 'total'], { record: { data: {} } })).toBe(false);
    expect(evaluateExpression(['has', 'record', 'data', 'total'], { record: { data: { total: null } } })).toBe(true);
  });

  it('survives data of the host that throws when it is read', () => {
    const record = {
      get status(): number {
        throw new Error('of the host');
      },
    };
    expect(matchCondition(['>', ['get', 'record', 'status'], 1], { record })).toBe(false);
  });

  it('stops where an expression that nobody has checked takes too many steps', () => {
    const wide: Expression = ['list', ...Array.from({ length: LIMITS.expressionStepCount + 1 }, () => 1)];
    expect(evaluateExpression(['size', wide], {})).toBeUndefined();
    const deep = nest(100_000);
    expect(evaluateExpression(deep as Expression, {})).toBeUndefined();
  });

  it('never throws, and changes nothing, whatever expression and scope', () => {
    fc.assert(
      fc.property(fc.oneof(JSON_VALUE, expressions()), fc.dictionary(fc.string(), JSON_VALUE), (expression, scope) => {
        const before = JSON.stringify([expression, scope]);
        if (isExpression(expression)) evaluateExpression(expression, scope);
        expect(JSON.stringify([expression, scope])).toBe(before);
      }),
    );
  });
});

describe('isExpression', () => {
  it('takes what the compiler makes', () => {
    expect(
      isExpression(['and', ['==', ['get', 'record', 'kind'], 'network'], ['>=', ['get', 'record', 'status'], 500]]),
    ).toBe(true);
  });

  it.each([
    ['an operator that there is not', ['matches', 'a', 'b']],
    ['a name of an object as operator', ['constructor', 1]],
    ['too few operands', ['and', true]],
    ['too many operands', ['not', true, false]],
    ['no operator', []],
    ['an object', { get: 'record' }],
    ['a path without names', ['get']],
    ['a path with numbers', ['get', 'record', 1]],
    ['a path that is too long', ['get', ...Array.from({ length: 33 }, () => 'a')]],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['undefined', undefined],
    ['a function', () => true],
    ['a hole', Object.assign(['and'], { length: 3 })],
  ])('refuses %s', (_what, value) => {
    expect(isExpression(value)).toBe(false);
  });

  it('refuses what is too deep or too large, quickly and without overflow', () => {
    expect(isExpression(nest(LIMITS.expressionDepth - 1))).toBe(true);
    expect(isExpression(nest(LIMITS.expressionDepth))).toBe(false);
    expect(isExpression(nest(1_000_000))).toBe(false);
    expect(isExpression(['list', ...Array.from({ length: 1_000_000 }, () => 1)])).toBe(false);
    const cycle: unknown[] = ['not'];
    cycle.push(cycle);
    expect(isExpression(cycle)).toBe(false);
  });
});

function expressions(): fc.Arbitrary<unknown> {
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.boolean(), fc.integer(), fc.string({ maxLength: 3 }), fc.constant(null)),
      fc.array(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 3 }).map((path) => ['get', ...path]),
      fc.tuple(fc.constantFrom('not', 'size', 'negate'), tie('node')),
      fc.tuple(fc.constantFrom('and', 'or', '==', '+', '-', '*', '<', 'in', 'contains'), tie('node'), tie('node')),
      fc.tuple(fc.constant('if'), tie('node'), tie('node'), tie('node')),
      fc.array(tie('node'), { maxLength: 3 }).map((items) => ['list', ...items]),
    ),
  }));
  return node;
}
