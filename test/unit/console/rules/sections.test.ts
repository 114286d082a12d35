import { readFileSync } from 'node:fs';
import { RuleSetSource } from 'rewindow/wire';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  isObject,
  valueAt,
  type Json,
  type JsonObject,
  type JsonPath,
} from '../../../../monitor/web/model/rules/jsonValue.ts';
import { applyEdits, isShown, removalOf, type Field, type Line } from '../../../../monitor/web/model/rules/lines.ts';
import { appendTo, readRuleText } from '../../../../monitor/web/model/rules/ruleText.ts';
import { freshItem, namesOf, SECTIONS } from '../../../../monitor/web/model/rules/sections.ts';
import { describeLines } from '../../../../monitor/web/model/rules/sentence.ts';
import { additionOf } from '../../../../monitor/web/model/rules/additions.ts';

const BASE = `{
  "version": 1,
  "name": "base", // of all
  "states": [{ "id": "start", "url": "/" }],
  "targeting": [{ "id": "everyone", "share": 1 }]
}
`;
const NOW = 1_700_000_000_000;
const read = (text: string): JsonObject => readRuleText(text) ?? {};
const problemsOf = (text: string): string[] => {
  const result = v.safeParse(RuleSetSource, read(text));
  return result.success ? [] : result.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
};
const fieldsOf = (lines: readonly Line[]): Field[] =>
  lines.flatMap(({ words }) => words.filter((word) => typeof word !== 'string'));

/** All that the form can do with a rule: add what can be added and take it away, switch what can be switched, go into lists. */
function tryAll(text: string, base: JsonPath, linesOf: (value: Json) => readonly Line[], depth = 0): void {
  const names = namesOf(read(text));
  const value = () => valueAt(read(text), base) ?? {};
  expect(problemsOf(text)).toEqual([]);
  for (const one of linesOf(value())) {
    if (one.optional === undefined || isShown(one, value())) continue;
    const added = applyEdits(text, base, additionOf(one, names, NOW));
    expect(problemsOf(added), `${one.optional.label} in ${JSON.stringify(value())}`).toEqual([]);
    const rule = valueAt(read(added), base) ?? {};
    expect(isShown(one, rule), one.optional.label).toBe(true);
    expect(valueAt(read(applyEdits(added, base, removalOf(one, rule))), base)).toEqual(value());
    for (const { path, as } of fieldsOf([one]))
      if (as.type === 'list') tryAll(added, [...base, ...path, 0], as.lines, depth + 1);
  }
  for (const { path, as } of fieldsOf(linesOf(value()))) {
    const inner = [...base, ...path];
    if (as.type === 'list' && depth < 2) {
      const more = appendTo(text, inner, as.initial);
      expect(problemsOf(more), JSON.stringify(as.initial)).toEqual([]);
      if (isObject(as.initial)) tryAll(more, [...inner, 0], as.lines, depth + 1);
    }
    if (as.type !== 'switch') continue;
    for (const { value: to } of as.options) {
      const before = valueAt(read(text), inner) ?? {};
      if (to === as.current(before)) continue;
      const switched = applyEdits(
        text,
        inner,
        as
          .edits(before, to)
          .map((edit) =>
            edit.path[0] === 'in' ? { ...edit, value: edit.value === undefined ? undefined : 'start' } : edit,
          ),
      );
      expect(problemsOf(switched), to).toEqual([]);
      expect(as.current(valueAt(read(switched), inner) ?? {})).toBe(to);
      if (depth < 1) tryAll(switched, base, linesOf, depth + 1);
    }
  }
}

describe('the form', () => {
  for (const section of SECTIONS) {
    it(`writes only what the contract allows: ${section.title}`, () => {
      const { list, lines } = section;
      if (lines) tryAll(BASE, [], () => lines);
      if (!list) return;
      const text = appendTo(BASE, [list.key], freshItem(read(BASE), list));
      const index = list.key === 'states' || list.key === 'targeting' ? 1 : 0;
      tryAll(text, [list.key, index], list.lines);
      expect(text).toContain('// of all');
    });
  }

  it('gives new rules ids of their own', () => {
    const triggers = SECTIONS.find(({ id }) => id === 'triggers')?.list;
    if (!triggers) throw new Error('no triggers');
    const once = appendTo(BASE, ['triggers'], freshItem(read(BASE), triggers));
    expect(freshItem(read(once), triggers)['id']).toBe('trigger-2');
  });

  it('says the rules of the demo in plain words', () => {
    const document = read(readFileSync(new URL('../../../../demo/rules.json', import.meta.url), 'utf8'));
    const words = SECTIONS.flatMap(({ list }) => {
      const items = list && document[list.key];
      return Array.isArray(items) ? items.map((item) => describeLines(list?.lines(item) ?? [], item)) : [];
    });
    const trigger = words.find((text) => text.includes('several times'));
    expect(trigger).toContain(
      'a network request (path of the address ends with “/payment” and status is 402) happens 3 times within 2 minutes',
    );
    expect(trigger).toContain('send what is buffered, of the last 3 minutes, then what follows, live for 1 minute');
    expect(words.join()).not.toContain('undefined');
  });
});
