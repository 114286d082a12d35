import { BINARY_OPERATORS, type Expression } from 'rewindow/wire';
import type { CelNode } from './cel.ts';
import type { Translation, Typed } from './translation.ts';
import { canBeEqual, fits, isListType, itemOf, type ValueType } from './types.ts';
import { VOCABULARY } from './vocabulary.ts';

type BinaryNode = Extract<CelNode, { args: [CelNode, CelNode] }>;
type ChainNode = CelNode & { op: '&&' | '||' };

/** Comparison, arithmetic and membership. */
export function translateBinary(node: BinaryNode, { translate, report }: Translation): Typed {
  const [left, right] = [translate(node.args[0]), translate(node.args[1])];
  const operator = BINARY_OPERATORS.find((known) => known === node.op);
  if (operator === undefined) return report(node, `${node.op} is not part of the rule language`);
  const wrong = checkOperands(operator, left, right) ?? checkValues(left, right) ?? checkValues(right, left);
  if (wrong !== undefined) return report(node, wrong);
  return { expression: [operator, left.expression, right.expression], type: resultOf(operator, left, right) };
}

function checkOperands(operator: string, { type: left }: Typed, { type: right }: Typed): string | undefined {
  switch (operator) {
    case '==':
    case '!=':
      return canBeEqual(left, right) ? undefined : `a ${left} never equals a ${right}`;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return areBoth(left, right, 'number') || areBoth(left, right, 'string')
        ? undefined
        : unfit(operator, left, right);
    case '+':
      return areBoth(left, right, 'number') || areBoth(left, right, 'string')
        ? undefined
        : unfit(operator, left, right);
    case '-':
    case '*':
      return areBoth(left, right, 'number') ? undefined : unfit(operator, left, right);
    case 'in':
      return checkMembership(left, right);
    default:
      return `${operator} is not part of the rule language`;
  }
}

function areBoth(left: ValueType, right: ValueType, type: ValueType): boolean {
  return fits(left, type) && fits(right, type);
}

function unfit(operator: string, left: ValueType, right: ValueType): string {
  const takes = operator === '-' || operator === '*' ? 'two numbers' : 'two numbers or two strings';
  return `${operator} takes ${takes}, not a ${left} and a ${right}`;
}

function checkMembership(item: ValueType, list: ValueType): string | undefined {
  if (list === 'any') return undefined;
  if (list === 'map') return fits(item, 'string') ? undefined : `names of a map are strings, this is a ${item}`;
  if (!isListType(list)) return `"in" looks into a list, not into a ${list}; for text use contains()`;
  return canBeEqual(item, itemOf(list)) ? undefined : `a ${item} is never in a ${list}`;
}

/** A field that only takes certain words is compared with one of them; everything else is a slip of the pen. */
function checkValues(field: Typed, words: Typed): string | undefined {
  const path = Array.isArray(field.expression) && field.expression[0] === 'get' ? field.expression : [];
  const [, object, name = ''] = path;
  if (object !== 'record' || path.length !== 3) return undefined;
  const known = closedValues(name);
  const unknown = wordsOf(words.expression).find((word) => known !== undefined && !known.includes(word));
  if (known === undefined || unknown === undefined) return undefined;
  return `record.${name} is never "${unknown}"; it is one of ${known.join(', ')}`;
}

function closedValues(name: string): string[] | undefined {
  const lists = [...(VOCABULARY.record.get(name)?.kinds?.values() ?? [])];
  if (lists.length === 0 || !lists.every((values) => values !== undefined)) return undefined;
  return [...new Set(lists.flat())];
}

function wordsOf(expression: Expression): string[] {
  if (typeof expression === 'string') return [expression];
  if (!Array.isArray(expression) || expression[0] !== 'list') return [];
  return expression.slice(1).filter((item) => typeof item === 'string');
}

function resultOf(operator: string, left: Typed, right: Typed): ValueType {
  if (operator === '-' || operator === '*') return 'number';
  if (operator !== '+') return 'bool';
  return left.type === 'any' ? right.type : left.type;
}

/**
 * A chain of `&&` or `||` becomes a balanced tree, so that a long list of alternatives doesn't count as deep. Both
 * operators are associative, errors included.
 */
export function translateChain(node: ChainNode, { translate, report }: Translation): Typed {
  const operands = chain(node, node.op).map((part) => {
    const typed = translate(part);
    return fits(typed.type, 'bool') ? typed : report(part, `${node.op} joins conditions, this is a ${typed.type}`);
  });
  return { expression: balance(node.op === '&&' ? 'and' : 'or', operands), type: 'bool' };
}

function chain(root: ChainNode, operator: '&&' | '||'): CelNode[] {
  const parts: CelNode[] = [];
  const pending: CelNode[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.op === operator) pending.push(node.args[1], node.args[0]);
    else parts.push(node);
  }
  return parts;
}

function balance(operator: 'and' | 'or', operands: Typed[]): Expression {
  const [first, ...others] = operands;
  if (first === undefined) return null;
  if (others.length === 0) return first.expression;
  const middle = Math.ceil(operands.length / 2);
  return [operator, balance(operator, operands.slice(0, middle)), balance(operator, operands.slice(middle))];
}
