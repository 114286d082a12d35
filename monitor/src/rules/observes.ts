import { evaluateExpression, OBSERVABLE_KINDS } from 'rewindow/rules';
import type { Expression, RecordKind } from 'rewindow/wire';
import { VOCABULARY } from './vocabulary.ts';

/**
 * Which kinds of records can make a condition true. For each kind the expression is evaluated over sets of possible
 * values: a field that the kind does not have fails for certain, `record.kind` is known, everything else may be anything.
 * The answer may name a kind too many, never one too few.
 */
export function observedBy(condition: Expression): RecordKind[] {
  return OBSERVABLE_KINDS.filter((kind) => possible(condition, kind).isTrue);
}

/** What an expression may turn out as. `values`: the closed list of its values, where there is one. */
interface Possible {
  isTrue: boolean;
  isFalse: boolean;
  /** It may fail, or be something that is no truth value. */
  isOther: boolean;
  /** It fails for certain. */
  isFailed: boolean;
  values?: readonly unknown[] | undefined;
  /** Of a list: the values of its items, where each has a closed list. */
  items?: readonly unknown[] | undefined;
}

const ANYTHING: Possible = { isTrue: true, isFalse: true, isOther: true, isFailed: false };
const FAILED: Possible = { isTrue: false, isFalse: false, isOther: true, isFailed: true };

function possible(expression: Expression, kind: RecordKind): Possible {
  if (!Array.isArray(expression)) return literal(expression);
  const [operator, ...rest] = expression;
  if (operator === 'get') return read(rest.map(String), kind);
  if (operator === 'has') return { ...truth(!read(rest.map(String), kind).isFailed, true), isOther: true };
  const operands = rest.map((operand) => possible(operand, kind));
  const [left = ANYTHING, right = ANYTHING, third = ANYTHING] = operands;
  if (operator === 'and' || operator === 'or') return combine(operator, left, right);
  if (operator === 'if') return choose(left, right, third);
  if (operands.some((operand) => operand.isFailed)) return FAILED;
  switch (operator) {
    case 'not':
      return negate(left);
    case 'list':
      return { ...ANYTHING, items: join(operands) };
    case '==':
      return compare(left.values, right.values, right.values?.length === 1);
    case '!=':
      return negate(compare(left.values, right.values, right.values?.length === 1));
    case 'in':
      return compare(left.values, right.items, true);
    case 'like':
    case 'startsWith':
    case 'endsWith':
    case 'contains':
      return look(operator, left.values, right.values);
    default:
      return ANYTHING;
  }
}

/** A look into a text that only takes certain words. */
function look(operator: 'like' | 'startsWith' | 'endsWith' | 'contains', words: Values, parts: Values): Possible {
  const [part] = parts?.length === 1 ? parts : [];
  if (words === undefined || typeof part !== 'string') return ANYTHING;
  const answers = words.map((word) =>
    typeof word === 'string' ? evaluateExpression([operator, word, part], {}) : undefined,
  );
  return { ...truth(answers.includes(true), answers.includes(false)), isOther: true };
}

function literal(value: unknown): Possible {
  const isBool = typeof value === 'boolean';
  return { isTrue: value === true, isFalse: value === false, isOther: !isBool, isFailed: false, values: [value] };
}

function truth(isTrue: boolean, isFalse: boolean): Possible {
  return { isTrue, isFalse, isOther: false, isFailed: false };
}

function read([object, name = '', ...deeper]: string[], kind: RecordKind): Possible {
  if (object !== 'record') return ANYTHING;
  const field = VOCABULARY.record.get(name);
  if (field?.kinds?.has(kind) !== true) return FAILED;
  return deeper.length > 0 ? ANYTHING : { ...ANYTHING, values: field.kinds.get(kind) };
}

function combine(operator: 'and' | 'or', left: Possible, right: Possible): Possible {
  const isAnd = operator === 'and';
  return {
    isTrue: isAnd ? left.isTrue && right.isTrue : left.isTrue || right.isTrue,
    isFalse: isAnd ? left.isFalse || right.isFalse : left.isFalse && right.isFalse,
    isOther: left.isOther || right.isOther,
    isFailed: left.isFailed && right.isFailed,
  };
}

function choose(condition: Possible, then: Possible, otherwise: Possible): Possible {
  if (condition.isFailed) return FAILED;
  const branches = [...(condition.isTrue ? [then] : []), ...(condition.isFalse ? [otherwise] : [])];
  return {
    isTrue: branches.some((branch) => branch.isTrue),
    isFalse: branches.some((branch) => branch.isFalse),
    isOther: condition.isOther || branches.some((branch) => branch.isOther),
    isFailed: branches.every((branch) => branch.isFailed),
  };
}

/** The values of all operands, where each has a closed list. */
function join(operands: Possible[]): unknown[] | undefined {
  const lists = operands.map((operand) => operand.values);
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
}

function negate(value: Possible): Possible {
  return { ...value, isTrue: value.isFalse, isFalse: value.isTrue, values: undefined };
}

type Values = readonly unknown[] | undefined;

/** @param isExact one value on the left that is among those on the right decides */
function compare(candidates: Values, others: Values, isExact: boolean): Possible {
  const isOpen = candidates === undefined || others === undefined;
  if (isOpen) return { ...truth(others?.length !== 0, true), isOther: true };
  const isShared = candidates.some((value) => others.includes(value));
  const isCertain = isShared && isExact && candidates.length === 1;
  return { ...truth(isShared, !isCertain), isOther: true };
}
