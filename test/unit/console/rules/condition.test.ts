import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COMPARISONS,
  formatCondition,
  parseCondition,
  type Clause,
  type SimpleCondition,
} from '../../../../monitor/web/model/rules/condition.ts';

const text = fc.string({ unit: 'binary-ascii', maxLength: 12 }).map((value) => value.replaceAll('\u007f', ''));
const path = fc.constantFrom(
  'record.path',
  'record.data.amount',
  'state.entered',
  'link.online',
  'page.url',
  'user.id',
);
const number = fc.oneof(
  fc.integer(),
  fc.integer({ min: -9_999, max: 9_999 }).map((value) => value / 4),
);
const clause: fc.Arbitrary<Clause> = fc.oneof(
  fc.record({ path, operator: fc.constantFrom(...COMPARISONS), value: fc.oneof(text, number, fc.boolean()) }),
  fc.record({
    path,
    operator: fc.constantFrom(
      ...(['startsWith', 'endsWith', 'contains', 'like', 'notStartsWith', 'notEndsWith', 'notContains'] as const),
      ...(['notLike', 'holds', 'holdsNot'] as const),
    ),
    value: text,
  }),
  fc.record({ path, operator: fc.constantFrom('is', 'isNot', 'has', 'hasNot') }),
);
const condition: fc.Arbitrary<SimpleCondition> = fc
  .record({
    kind: fc.option(fc.constantFrom('network', 'error'), { nil: undefined }),
    join: fc.constantFrom('and', 'or'),
    clauses: fc.array(clause, { maxLength: 4 }),
  })
  .filter(({ kind, clauses }) => kind !== undefined || clauses.length > 0)
  .map((one) => (one.clauses.length < 2 ? { ...one, join: 'and' } : one));

describe('parseCondition', () => {
  it('reads what formatCondition writes, whatever stands in it', () => {
    fc.assert(
      fc.property(condition, (one) => {
        expect(parseCondition(formatCondition(one))).toEqual(one);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [
      "record.kind == 'network' && record.status >= 500",
      { kind: 'network', join: 'and', clauses: [{ path: 'record.status', operator: '>=', value: 500 }] },
    ],
    ['record.kind == "error"', { kind: 'error', join: 'and', clauses: [] }],
    [
      'record.kind == "navigation" && (record.path.startsWith("/a") || record.path.startsWith("/b"))',
      {
        kind: 'navigation',
        join: 'or',
        clauses: [
          { path: 'record.path', operator: 'startsWith', value: '/a' },
          { path: 'record.path', operator: 'startsWith', value: '/b' },
        ],
      },
    ],
    ['record.failed', { kind: undefined, join: 'and', clauses: [{ path: 'record.failed', operator: 'is' }] }],
    [
      "'checkout' in state.entered",
      { kind: undefined, join: 'and', clauses: [{ path: 'state.entered', operator: 'holds', value: 'checkout' }] },
    ],
  ])('understands %s', (source, model) => {
    expect(parseCondition(source)).toEqual(model);
  });

  it.each([
    ['a && b || c'],
    ['record.status + 1 > 3'],
    ["record.kind == 'a' || record.kind == 'b' && record.failed"],
    ['record.data["x y"] == 1'],
    ['record.kind in ["a", "b"]'],
    ['size(record.label) > 3'],
    ["record.path.matches('x')"],
    ['record.status == 1e3'],
    ['record.status =='],
    ['(record.failed'],
    ['record.failed)'],
    ["record.name == 'a\\x41'"],
    [''],
    ['!'],
  ])('leaves %s to CEL', (source) => {
    expect(parseCondition(source)).toBeUndefined();
  });

  it('keeps the join of conditions that begin with a kind and go on with or', () => {
    expect(parseCondition("record.kind == 'a' || record.failed")).toMatchObject({ kind: undefined, join: 'or' });
  });
});
