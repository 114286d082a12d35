import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BINARY_OPERATORS, LIMITS, Order } from 'rewindow/wire';
import { VOCABULARY, type Field } from '../../../../monitor/src/rules/vocabulary.ts';
import { messagesOf, problemsOf } from './compiling.ts';

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

  it('lists the fields of session and page as they are', () => {
    const rows = (['session', 'page'] as const).flatMap((object) =>
      [...VOCABULARY[object]].map(([name, field]) => [`\`${object}.${name}\``, `\`${field.type}\``, field.description]),
    );
    expect(section('session and page fields')).toBe(table(['field', 'type', 'what'], rows));
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
