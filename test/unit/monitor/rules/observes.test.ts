import fc from 'fast-check';
import { OBSERVABLE_KINDS, matchCondition } from 'rewindow/rules';
import { isExpression, type RecordKind } from 'rewindow/wire';
import { describe, expect, it } from 'vitest';
import { observedBy } from '../../../../monitor/src/rules/observes.ts';
import { translateCondition } from '../../../../monitor/src/rules/translate.ts';
import { VOCABULARY } from '../../../../monitor/src/rules/vocabulary.ts';
import { RECORD_WORDS } from '../../../../monitor/src/rules/words.ts';

function kindsOf(condition: string): RecordKind[] {
  const compiled = translateCondition(condition, 'condition');
  if (!isExpression(compiled)) throw new Error(JSON.stringify(compiled));
  return observedBy(compiled);
}

describe('observed kinds', () => {
  it.each<[string, RecordKind[]]>([
    ['record.kind == "network"', ['network']],
    ['"network" == record.kind', ['network']],
    ['record.kind in ["error", "console"]', ['console', 'error']],
    ['record.status >= 500', ['network']],
    ['record.type == "click"', ['pointer']],
    ['record.type in ["submit", "push"]', ['input', 'navigation']],
    ['record.type == "rageClick"', ['frustration']],
    ['record.rating == "poor"', ['performance']],
    ['record.data.total > 100', ['context', 'custom', 'provider']],
    ['record.kind == "custom" && record.data.total > 100', ['custom']],
    ['record.kind == "mark" || record.level == "error"', ['console', 'mark']],
    ['record.kind != "network" && has(record.path)', ['navigation']],
    ['record.failed ? true : record.status > 1', ['network']],
    ['!(record.status < 500)', ['network']],
    ['record.path in [] || record.level == "warn"', ['console']],
    ['[record.kind] == [record.kind]', OBSERVABLE_KINDS],
    ['record.type.like("*Click")', ['frustration']],
    ['record.kind.like("con*")', ['console', 'consent', 'context']],
    ['!record.kind.like("*")', []],
    ['record.path.like("/a/*")', ['navigation', 'network']],
    ['record.type.startsWith("rage")', ['frustration']],
    ['"checkout" in session.states', OBSERVABLE_KINDS],
    ['link.online && user.id == "a"', OBSERVABLE_KINDS],
    ['session.user == "ada" || record.status > 1', OBSERVABLE_KINDS],
    ['true', OBSERVABLE_KINDS],
    ['false', []],
    ['record.kind == "network" && record.level == "error"', []],
  ])('%s', (condition, kinds) => {
    expect([...kindsOf(condition)].sort()).toEqual([...kinds].sort());
  });

  it('never miss a kind that makes the condition true', () => {
    let trueCount = 0;
    fc.assert(
      fc.property(conditions(), records(), fc.array(fc.constantFrom('a', 'b')), (condition, record, states) => {
        const compiled = translateCondition(condition, 'condition');
        if (!isExpression(compiled)) throw new Error(`${condition}: ${JSON.stringify(compiled)}`);
        if (!matchCondition(compiled, { record, session: { states }, page: {} })) return;
        trueCount += 1;
        expect(observedBy(compiled)).toContain(record['kind']);
      }),
      { numRuns: 5_000 },
    );
    expect(trueCount).toBeGreaterThan(500);
  });
});

describe('the vocabulary', () => {
  it('says what each field means, and nothing of fields that there are not', () => {
    expect([...VOCABULARY.record.keys()].sort()).toEqual([...RECORD_WORDS.keys()].sort());
    for (const fields of Object.values(VOCABULARY)) {
      for (const [, field] of fields) expect(field.description).not.toBe('');
    }
  });

  it('has one type for each field, over all kinds', () => {
    for (const [name, { type }] of VOCABULARY.record) expect([name, type]).not.toEqual([name, 'any']);
  });
});

const NAMES = [...VOCABULARY.record.keys()];

/** Records as they are: of a kind, with some of its fields, of the right types and words. */
function records(): fc.Arbitrary<Record<string, unknown>> {
  return fc.constantFrom(...OBSERVABLE_KINDS).chain((kind) => {
    const own = NAMES.filter((name) => VOCABULARY.record.get(name)?.kinds?.has(kind) === true);
    const shape = Object.fromEntries(own.map((name) => [name, valueOf(name, kind)]));
    return fc.record(shape, { requiredKeys: ['kind'] });
  });
}

function valueOf(name: string, kind: RecordKind): fc.Arbitrary<unknown> {
  const field = VOCABULARY.record.get(name);
  const words = field?.kinds?.get(kind);
  if (words !== undefined) return fc.constantFrom(...words);
  if (field?.type === 'bool') return fc.boolean();
  if (field?.type === 'number') return fc.integer({ min: 0, max: 2 });
  if (field?.type === 'map') return fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(fc.boolean(), fc.nat(2)));
  return fc.constantFrom('a', 'b');
}

/** Conditions over the fields that differ by kind, compared with words that they can take. */
function conditions(): fc.Arbitrary<string> {
  const comparison = fc.constantFrom(...NAMES).chain((name) => {
    const field = VOCABULARY.record.get(name);
    const words = [...(field?.kinds?.values() ?? [])].flatMap((values) => values ?? []);
    if (field?.type === 'bool') return fc.constant(`record.${name}`);
    if (field?.type === 'number') return fc.nat(2).map((value) => `(record.${name} >= ${String(value)})`);
    if (field?.type === 'map') return fc.constantFrom(`(record.${name}.a == true)`, `("a" in record.${name})`);
    const word = fc.constantFrom(...(words.length > 0 ? words : ['a', 'b'])).map((value) => JSON.stringify(value));
    const list = fc.array(word, { maxLength: 3 }).map((items) => `(record.${name} in [${items.join(', ')}])`);
    return fc.oneof(
      word.map((value) => `(record.${name} == ${value})`),
      word.map((value) => `(${value} != record.${name})`),
      list,
      fc.constantFrom('*', 'a*', '*Click', 'st*', '*e').map((pattern) => `record.${name}.like("${pattern}")`),
    );
  });
  const { node } = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      comparison,
      fc.constantFrom(...NAMES).map((name) => `has(record.${name})`),
      fc.constantFrom('("a" in session.states)', 'true', 'false'),
      fc
        .tuple(tie('node'), fc.constantFrom('&&', '||', '==', '!='), tie('node'))
        .map((parts) => `(${parts.join(' ')})`),
      tie('node').map((value) => `!(${value})`),
      fc.tuple(tie('node'), tie('node'), tie('node')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a}) in [${b}, false]`),
    ),
  }));
  return node;
}
