import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueAt, type Json, type JsonObject } from '../../../../monitor/web/model/rules/jsonValue.ts';
import {
  appendTo,
  offsetOf,
  placeAt,
  readRuleText,
  swapItems,
  writeAt,
} from '../../../../monitor/web/model/rules/ruleText.ts';

const COMMENTED = `{
  // whose rules
  "version": 1,
  "unknown": { "kept": [1,   2] },
  "triggers": [
    { "id": "one", "times": 3 }, // the first
    { "id": "two" }
  ]
}
`;

describe('writeAt', () => {
  it('changes one place and leaves every other character', () => {
    const next = writeAt(COMMENTED, ['triggers', 0, 'times'], 5);
    expect(next).toBe(COMMENTED.replace('"times": 3', '"times": 5'));
  });

  it('makes what is missing on the way, and takes it away again', () => {
    const next = writeAt(COMMENTED, ['triggers', 1, 'limits', 'perSession'], 2);
    expect(next).toContain('{ "id": "two", "limits": { "perSession": 2 } }');
    expect(next).toContain('// the first');
    expect(writeAt(next, ['triggers', 1, 'limits'], undefined)).toBe(COMMENTED);
  });

  it('puts new sections on lines of their own', () => {
    const next = writeAt('{\n  "version": 1\n}\n', ['buffer', 'minutes'], 3);
    expect(next).toBe('{\n  "version": 1,\n  "buffer": { "minutes": 3 }\n}\n');
  });

  it('returns a text that it can not change as it is', () => {
    expect(writeAt('', ['a'], 1)).toBe('');
    expect(writeAt('{"a": 1}', ['a', 'b'], 1)).toBe('{"a": 1}');
    expect(writeAt('{"a": 1}', ['b'], undefined)).toBe('{"a": 1}');
  });
});

describe('lists', () => {
  it('appends to an empty, a flat and a long list', () => {
    expect(readRuleText(appendTo('{}', ['states'], { id: 'a' }))).toEqual({ states: [{ id: 'a' }] });
    expect(readRuleText(appendTo('{"states": []}', ['states'], { id: 'a' }))).toEqual({ states: [{ id: 'a' }] });
    const next = appendTo(COMMENTED, ['triggers'], { id: 'three' });
    expect(next).toContain('{ "id": "two" },\n    { "id": "three" }\n  ]');
    expect(next).toContain('[1,   2]');
  });

  it('swaps neighbours with their text', () => {
    const next = swapItems(COMMENTED, ['triggers'], 1, 0);
    expect(readRuleText(next)).toMatchObject({ triggers: [{ id: 'two' }, { id: 'one', times: 3 }] });
    expect(swapItems(next, ['triggers'], 0, 1)).toBe(COMMENTED);
    expect(swapItems(COMMENTED, ['triggers'], 1, 2)).toBe(COMMENTED);
  });
});

const name = fc.constantFrom('a', 'b', 'c', 'd"e');
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.string({ maxLength: 6 }),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(name, tie('json'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const object: fc.Arbitrary<JsonObject> = fc.dictionary(name, json, { maxKeys: 4, noNullPrototype: true });
const spaces = fc.constantFrom(undefined, 2, '\t');

describe('property: an edit of the text is the edit of the value', () => {
  it('sets, adds and removes', () => {
    fc.assert(
      fc.property(
        object,
        name,
        fc.option(name, { nil: undefined }),
        json,
        spaces,
        (before, key, inner, value, space) => {
          const text = JSON.stringify(before, undefined, space);
          const path = inner === undefined ? [key] : [key, inner];
          const parent = before[key];
          const isOpen =
            inner === undefined || parent === undefined || (typeof parent === 'object' && !Array.isArray(parent));
          fc.pre(isOpen);
          const set = readRuleText(writeAt(text, path, value));
          expect(valueAt(set, path)).toEqual(value);
          expect({ ...set, [key]: 0 }).toEqual({ ...before, [key]: 0 });
          const removed = readRuleText(writeAt(text, path, undefined));
          expect(valueAt(removed, path)).toBeUndefined();
          expect({ ...removed, [key]: 0 }).toEqual({ ...before, [key]: 0 });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('appends', () => {
    fc.assert(
      fc.property(fc.array(json, { maxLength: 4 }), json, spaces, (list, item, space) => {
        const text = JSON.stringify({ list }, undefined, space);
        expect(readRuleText(appendTo(text, ['list'], item))).toEqual({ list: [...list, item] });
      }),
    );
  });
});

describe('placeAt', () => {
  const at = (marked: string) => placeAt(marked.replace('|', ''), marked.indexOf('|'));

  it('knows names from values', () => {
    expect(at('{ "states": [{ "i|" }] }')).toMatchObject({ path: ['states', 0, 'i'], isName: true });
    expect(at('{ "states": [{ "id": "ch|" }] }')).toMatchObject({ path: ['states', 0, 'id'], isName: false });
    expect(at('{ "when": "record.|" }').string).toMatchObject({ value: 'record.', from: 11, to: 18 });
    expect(at('{ "states": [|] }')).toMatchObject({ path: ['states', 0], isName: false, string: undefined });
  });

  it('finds the place of a path, or of what is around it', () => {
    expect(COMMENTED.slice(offsetOf(COMMENTED, ['triggers', 1])).startsWith('{ "id": "two"')).toBe(true);
    expect(COMMENTED.slice(offsetOf(COMMENTED, ['triggers', 9, 'id'])).startsWith('[')).toBe(true);
  });
});
