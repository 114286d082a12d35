import { STEP_COUNT_MAX, type Expression } from '../wire/expression.ts';
import { matchLike } from './like.ts';

/** What a condition can see: own properties of plain values, by name. */
export type Scope = Readonly<Record<string, unknown>>;

/**
 * The value of an expression that has none: a field that is not there, operands of the wrong type, too many steps. As in
 * CEL (https://github.com/google/cel-spec, "Errors") it passes through every operator except `and` and `or`, which drop
 * it where the other side decides.
 */
const FAILED = Symbol('failed');
type Value = unknown;
interface Budget {
  steps: number;
}

/** True where the condition holds; false where it doesn't, and where it has no value. Never throws. */
export function matchCondition(expression: Expression, scope: Scope): boolean {
  return evaluateExpression(expression, scope) === true;
}

/** The value of an expression, undefined where it has none. Bounded in steps; reads own properties only. */
export function evaluateExpression(expression: Expression, scope: Scope): unknown {
  try {
    const value = evaluate(expression, scope, { steps: STEP_COUNT_MAX });
    return value === FAILED ? undefined : value;
  } catch {
    // A getter or a proxy in the host's own data, or an expression that nobody has checked.
    return undefined;
  }
}

function evaluate(expression: Expression, scope: Scope, budget: Budget): Value {
  budget.steps -= 1;
  if (budget.steps < 0) return FAILED;
  if (!Array.isArray(expression)) return expression;
  const [operator, ...operands] = expression;
  switch (operator) {
    case 'get':
      return readPath(scope, operands as string[]);
    case 'has':
      return hasPath(scope, operands as string[]);
    case 'and':
    case 'or':
      return evaluateLogic(operator === 'or', operands, scope, budget);
    case 'if':
      return evaluateIf(operands, scope, budget);
    default:
      return apply(operator, operands, scope, budget);
  }
}

function readPath(scope: Scope, path: string[]): Value {
  let value: unknown = scope;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return FAILED;
    value = (value as Scope)[name];
  }
  return value === undefined ? FAILED : value;
}

/** Asks for the last name only: what it would be a field of has to be there, as CEL wants it. */
function hasPath(scope: Scope, path: string[]): Value {
  const owner = readPath(scope, path.slice(0, -1));
  if (typeof owner !== 'object' || owner === null) return FAILED;
  return readPath(owner as Scope, path.slice(-1)) !== FAILED;
}

/** `decisive` is true for `or`, false for `and`: the side that has it decides, whatever the other side is. */
function evaluateLogic(decisive: boolean, operands: Expression[], scope: Scope, budget: Budget): Value {
  let result: Value = !decisive;
  for (const operand of operands) {
    const value = evaluate(operand, scope, budget);
    if (value === decisive) return decisive;
    if (value !== !decisive) result = FAILED;
  }
  return result;
}

function evaluateIf(operands: Expression[], scope: Scope, budget: Budget): Value {
  const [condition = null, then = null, otherwise = null] = operands;
  const value = evaluate(condition, scope, budget);
  if (typeof value !== 'boolean') return FAILED;
  return evaluate(value ? then : otherwise, scope, budget);
}

function apply(operator: string, operands: Expression[], scope: Scope, budget: Budget): Value {
  const values: Value[] = [];
  for (const operand of operands) {
    const value = evaluate(operand, scope, budget);
    if (value === FAILED) return FAILED;
    values.push(value);
  }
  if (operator === 'list') return values;
  const [left, right] = values;
  switch (operator) {
    case 'not':
      return typeof left === 'boolean' ? !left : FAILED;
    case 'negate':
      return typeof left === 'number' ? -left : FAILED;
    case 'size':
      return sizeOf(left);
    case '==':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case 'in':
      return isMember(left, right);
    default:
      return applyTyped(operator, left, right);
  }
}

function applyTyped(operator: string, left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    if (operator === '-') return left - right;
    if (operator === '*') return left * right;
    return applyOrdered(operator, left, right);
  }
  // CEL orders truth values, too: false before true.
  if (typeof left === 'boolean' && typeof right === 'boolean' && operator !== '+') {
    return applyOrdered(operator, Number(left), Number(right));
  }
  if (typeof left !== 'string' || typeof right !== 'string') return FAILED;
  switch (operator) {
    case 'startsWith':
      return left.startsWith(right);
    case 'endsWith':
      return left.endsWith(right);
    case 'contains':
      return left.includes(right);
    case 'like':
      return matchLike(left, right) ?? FAILED;
    default:
      return applyOrdered(operator, left, right);
  }
}

function applyOrdered<T extends number | string>(operator: string, left: T, right: T): Value {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '+':
      return typeof left === 'number' ? left + (right as number) : `${left}${right}`;
    default:
      return FAILED;
  }
}

function sizeOf(value: Value): Value {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : FAILED;
}

function isMember(needle: Value, haystack: Value): Value {
  if (Array.isArray(haystack)) return haystack.some((item) => isEqual(item, needle));
  if (typeof haystack !== 'object' || haystack === null || typeof needle !== 'string') return FAILED;
  return Object.hasOwn(haystack, needle);
}

/** Equality of scalars and of flat lists; deeper structures of the host are never compared. */
function isEqual(left: Value, right: Value): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => item === right[index]);
  }
  return left === right;
}
