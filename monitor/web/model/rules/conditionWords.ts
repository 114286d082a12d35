import type { Clause, Operator, SimpleCondition } from './condition.ts';
import { parseCondition } from './condition.ts';
import { fieldsFor, findField, type ConditionField } from './conditionFields.ts';
import { KIND_WORDS, isKind } from './kindWords.ts';

export const OPERATOR_WORDS: Readonly<Record<Operator, string>> = {
  '==': 'is',
  '!=': 'is not',
  '<': 'below',
  '<=': 'at most',
  '>': 'above',
  '>=': 'at least',
  startsWith: 'begins with',
  endsWith: 'ends with',
  contains: 'contains',
  like: 'is like (*)',
  notStartsWith: 'does not begin with',
  notEndsWith: 'does not end with',
  notContains: 'does not contain',
  notLike: 'is not like (*)',
  has: 'is known',
  hasNot: 'is not known',
  is: 'is true',
  isNot: 'is not true',
  holds: 'contains',
  holdsNot: 'does not contain',
};

const KNOWN = ['has', 'hasNot'] as const;
const EQUAL = ['==', '!='] as const;
const ORDER = ['<', '<=', '>', '>='] as const;
const TEXTS = [
  'contains',
  'notContains',
  'startsWith',
  'notStartsWith',
  'endsWith',
  'notEndsWith',
  'like',
  'notLike',
] as const;

/** Which operators make sense for a field. */
export function operatorsFor(field: ConditionField | undefined): readonly Operator[] {
  switch (field?.type) {
    case 'number':
      return [...EQUAL, ...ORDER, ...KNOWN];
    case 'boolean':
      return ['is', 'isNot'];
    case 'list':
      return ['holds', 'holdsNot'];
    case 'text':
      return field.values ? [...EQUAL, ...KNOWN] : [...EQUAL, ...TEXTS, ...KNOWN];
    default:
      return [...EQUAL, ...ORDER, ...TEXTS, 'is', 'isNot', ...KNOWN];
  }
}

export const needsValue = (operator: Operator): boolean => !['is', 'isNot', 'has', 'hasNot'].includes(operator);

/** A new field, or operator, with a value of the kind that it needs; what fits stays. */
export function fitClause(clause: Clause, fields: readonly ConditionField[]): Clause {
  const field = findField(fields, clause.path);
  const operators = operatorsFor(field);
  const operator = operators.includes(clause.operator) ? clause.operator : (operators[0] ?? '==');
  const { path, value } = clause;
  if (!needsValue(operator)) return { path, operator };
  if (field?.type === 'number')
    return { path, operator, value: Number.isFinite(Number(value)) ? Number(value ?? 0) : 0 };
  if (field?.values)
    return { path, operator, value: field.values.find((one) => one === value) ?? field.values[0] ?? '' };
  const isText =
    field?.type === 'text' || field?.type === 'list' || !['==', '!=', '<', '<=', '>', '>='].includes(operator);
  return { path, operator, value: isText ? String(value ?? '') : (value ?? '') };
}

export function describeCondition(text: string): string {
  const simple = parseCondition(text);
  return simple ? describeSimple(simple) : text;
}

function describeSimple({ kind, join, clauses }: SimpleCondition): string {
  const known = isKind(kind) ? kind : undefined;
  const fields = fieldsFor(known);
  const texts = clauses.map((clause) => describeClause(clause, fields)).join(` ${join} `);
  const head = kind === undefined ? '' : known ? KIND_WORDS[known].happening : kind;
  if (head === '') return texts;
  return texts === '' ? head : `${head} (${texts})`;
}

function describeClause({ path, operator, value }: Clause, fields: readonly ConditionField[]): string {
  const field = findField(fields, path);
  const name = field === undefined || field.path !== path ? path.replace(/^record\./, '') : field.label;
  if (operator === 'is') return name;
  if (operator === 'isNot') return `not ${name}`;
  const words = OPERATOR_WORDS[operator].replace(' (*)', '');
  if (!needsValue(operator)) return `${name} ${words}`;
  return `${name} ${words} ${typeof value === 'string' ? `“${value}”` : String(value)}`;
}
