import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BINARY_OPERATORS, LIMITS, Order } from 'rewindow/wire';
import { describeSchema } from '../../../../monitor/src/api/jsonSchema.ts';
import { compareOutcome } from '../../../../monitor/src/rehearsal/compare.ts';
import { rehearse } from '../../../../monitor/src/rehearsal/rehearse.ts';
import { Cases, readTestFile } from '../../../../monitor/src/rehearsal/testFile.ts';
import { PATTERN_WORDS } from '../../../../monitor/src/rules/instructionWords.ts';
import { ruleSetSchema } from '../../../../monitor/src/rules/ruleSetSchema.ts';
import { OBJECT_NAMES } from '../../../../monitor/src/rules/types.ts';
import { VOCABULARY, type Field } from '../../../../monitor/src/rules/vocabulary.ts';
import { messagesOf, problemsOf, rulesOf } from './compiling.ts';

const MANUAL = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...MANUAL.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1] ?? '');

/** What stands between a comment of that name and its end. */
function section(name: string): string {
  return MANUAL.split(`<!-- ${name} -->\n`)[1]?.split('<!-- end -->')[0]?.trim() ?? '';
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

function words(field: Field): string {
  const lists = [...(field.kinds?.values() ?? [])].flatMap((values) => values ?? []);
  return lists.length === 0 ? '' : ` ${[...new Set(lists)].map((word) => `\`${word}\``).join(' ')}`;
}

/** Names of all fields of a JSON Schema. */
function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties' ? [...Object.keys(value), ...Object.values(value).flatMap(fieldsOf)] : fieldsOf(value),
  );
}

describe('the manual of rules', () => {
  it('has examples', () => {
    expect(blocks('json').length).toBeGreaterThanOrEqual(4);
    expect(blocks('cel').join('').trim().split('\n').length).toBeGreaterThanOrEqual(4);
  });

  it.each(blocks('json').map((text, index) => [index + 1, text] as const))(
    'shows as example %i a rule set that compiles',
    (_, text) => {
      expect(problemsOf(text)).toEqual([]);
    },
  );

  it.each(blocks('cel').flatMap((block) => block.trim().split('\n')))(
    'shows a condition that compiles: %s',
    (condition) => {
      expect(messagesOf(condition)).toEqual([]);
    },
  );

  it('lists the fields of a record as they are', () => {
    const rows = [...VOCABULARY.record].map(([name, field]) => {
      const kinds = name === 'kind' || name === 'at' ? 'all' : [...(field.kinds?.keys() ?? [])].join(', ');
      return [`\`record.${name}\``, `\`${field.type}\``, kinds, field.description + words(field)];
    });
    expect(section('record fields')).toBe(table(['field', 'type', 'kinds', 'what'], rows));
  });

  it('lists the fields of the other names as they are', () => {
    const others = OBJECT_NAMES.filter((object) => object !== 'record');
    const rows = others.flatMap((object) =>
      [...VOCABULARY[object]].map(([name, field]) => [`\`${object}.${name}\``, `\`${field.type}\``, field.description]),
    );
    expect(section('other fields')).toBe(table(['field', 'type', 'what'], rows));
  });

  it('shows test cases that pass', () => {
    const example = blocks('json')[0] ?? '';
    const rules = rulesOf(example);
    const texts = blocks('json cases');
    expect(texts).toHaveLength(1);
    for (const text of texts) {
      const read = readTestFile(text, rules);
      if ('problems' in read) throw new Error(JSON.stringify(read.problems));
      for (const each of read.cases) expect(compareOutcome(each.expect, rehearse(rules, each))).toEqual([]);
    }
  });

  it('names every field of a rule set and of a test file', () => {
    const names = new Set([...fieldsOf(ruleSetSchema()), ...fieldsOf(describeSchema(Cases))]);
    expect(names.size).toBeGreaterThan(150);
    const unnamed = [...names].filter((name) => !new RegExp(`\`[\\w.]*\\b${name}\\b[^\`]*\`|"${name}":`).test(MANUAL));
    expect(unnamed).toEqual([]);
  });

  it('names every pattern, in a table and in an example', () => {
    for (const pattern of PATTERN_WORDS.keys()) {
      expect(MANUAL).toContain(`| \`${pattern}\` |`);
      expect(MANUAL).toContain(`"type": "${pattern}"`);
    }
  });

  it('names every verb, and the limits as they are', () => {
    for (const { entries } of Order.options) expect(MANUAL).toContain(`| \`${entries.verb.literal}\` |`);
    expect(MANUAL).toContain(
      `compiled, ${String(LIMITS.expressionStepCount)} parts, nested ${String(LIMITS.expressionDepth)} deep`,
    );
    expect(MANUAL).toContain(
      `up to ${String(LIMITS.ruleCount)} entries, the document up to ${String(LIMITS.ruleSetBytes / 1_000)} KB`,
    );
  });

  it('leaves out no operator', () => {
    const written = { and: '&&', or: '\\|\\|' };
    for (const operator of BINARY_OPERATORS) {
      expect(MANUAL).toContain(operator in written ? written[operator as keyof typeof written] : operator);
    }
  });
});
