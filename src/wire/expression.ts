import { LIMITS } from './limits.ts';

/**
 * A compiled condition: JSON that only a closed list of operators gives a meaning. An array is always an operation
 * `[operator, …operands]`, anything else is a literal.
 */
export type Expression =
  | null
  | boolean
  | number
  | string
  | ['get', ...string[]]
  | ['has', ...string[]]
  | ['list', ...Expression[]]
  | ['not' | 'size' | 'negate', Expression]
  | [BinaryOperator, Expression, Expression]
  | ['if', Expression, Expression, Expression];

export const BINARY_OPERATORS = [
  'and',
  'or',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  'in',
  'startsWith',
  'endsWith',
  'contains',
  // Text and pattern, in which `*` stands for anything.
  'like',
] as const;
export type BinaryOperator = (typeof BINARY_OPERATORS)[number];

/** Steps that one evaluation may take. */
export const STEP_COUNT_MAX = LIMITS.expressionStepCount;

const ARITY: ReadonlyMap<string, number> = new Map([
  ...BINARY_OPERATORS.map((operator) => [operator, 2] as const),
  ['not', 1],
  ['size', 1],
  ['negate', 1],
  ['if', 3],
]);

/** True where the value is an expression within the limits. Iterates, so that a hostile depth can't overflow the stack. */
export function isExpression(value: unknown): value is Expression {
  const pending: { value: unknown; depth: number }[] = [{ value, depth: 1 }];
  let count = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    count += 1;
    if (count > LIMITS.expressionStepCount || next.depth > LIMITS.expressionDepth) return false;
    if (!Array.isArray(next.value)) {
      if (!isLiteral(next.value)) return false;
      continue;
    }
    const operands = operandsOf(next.value);
    if (operands === undefined || operands.length > LIMITS.expressionStepCount) return false;
    for (const operand of operands) pending.push({ value: operand, depth: next.depth + 1 });
  }
  return true;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isBetween(count: number, least: number, most: number): boolean {
  return count >= least && count <= most;
}

function isLiteral(value: unknown): boolean {
  return value === null || typeof value === 'boolean' || typeof value === 'string' || Number.isFinite(value);
}

/** The operands that are expressions themselves, or undefined where the operation is not well formed. */
function operandsOf([operator, ...operands]: unknown[]): unknown[] | undefined {
  if (operator === 'get' || operator === 'has') {
    const isPath = isBetween(operands.length, 1, LIMITS.expressionDepth) && operands.every(isText);
    return isPath ? [] : undefined;
  }
  if (operator === 'list') return operands;
  return typeof operator === 'string' && ARITY.get(operator) === operands.length ? operands : undefined;
}
