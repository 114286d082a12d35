import { evaluateExpression } from './evaluate.ts';
import type { Expression } from '../wire/expression.ts';
import type { RuleInput } from './input.ts';

/** Times that a pattern keeps apart by the value of an expression, bounded in number and length. */
export type Keyed = Map<string, number[]>;

/** Different keys that a pattern keeps apart; the one that was hit least recently makes room. */
const KEY_COUNT_MAX = 50;
/** Of a key: the host's text may stand in it, and the memory is stored with the session. */
const KEY_LENGTH_MAX = 200;

export function keyOf(by: Expression | undefined, { scope }: RuleInput): string {
  if (by === undefined) return '';
  const value = evaluateExpression(by, scope);
  try {
    return (Array.isArray(value) ? JSON.stringify(value) : String(value)).slice(0, KEY_LENGTH_MAX);
  } catch {
    // The host's own data: a list that has itself in it, an object without words.
    return '';
  }
}

/** As it is remembered. The order of an object's keys says nothing here (numbers come first), the times do. */
export function storeKeyed(keyed: Keyed): Record<string, number[]> {
  const entries = [...keyed];
  if (entries.length <= KEY_COUNT_MAX) return Object.fromEntries(entries);
  const lastOf = (times: number[]) => Math.max(...times);
  entries.sort(([, one], [, other]) => lastOf(other) - lastOf(one));
  return Object.fromEntries(entries.slice(0, KEY_COUNT_MAX));
}

/** Less than `spanMs` apart. A clock that was set back by more leaves no times in the future that would count. */
export function isWithin(at: number, earlierAt: number, spanMs: number): boolean {
  return Math.abs(at - earlierAt) < spanMs;
}
