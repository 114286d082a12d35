import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { evaluateExpression } from 'rewindow/rules';
import { isExpression } from 'rewindow/wire';
import { expect, it } from 'vitest';
import { translateCondition } from '../../../monitor/src/rules/translate.ts';
import { conditions, scopes } from './celText.ts';

const cel = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false }).registerFunction(
  'string.like(string): bool',
  (text: string, pattern: string) => isLike([...text], [...pattern]),
);

/** As the manual says it, unit by unit: `*` is any run of characters, everything else stands for itself. */
function isLike(text: string[], pattern: string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (first !== '*') return text[0] === first && isLike(text.slice(1), rest);
  return isLike(text, rest) || (text.length > 0 && isLike(text.slice(1), pattern));
}

/** The library's answer; undefined where it has none. */
function reference(condition: string, scope: Record<string, unknown>): unknown {
  try {
    return cel.evaluate(condition, scope);
  } catch {
    return undefined;
  }
}

function compile(condition: string): unknown {
  const compiled = translateCondition(condition, 'condition');
  return typeof compiled === 'object' && compiled !== null && 'problems' in compiled ? compiled.problems : compiled;
}

it('agrees with CEL on what a condition means, errors included', () => {
  const answers = { true: 0, false: 0, none: 0 };
  fc.assert(
    fc.property(conditions, scopes, (condition, scope) => {
      const compiled = compile(condition);
      if (!isExpression(compiled)) throw new Error(JSON.stringify(compiled));
      const ours = evaluateExpression(compiled, scope);
      expect(ours).toEqual(reference(condition, scope));
      answers[ours === undefined ? 'none' : ours === true ? 'true' : 'false'] += 1;
    }),
    { numRuns: 5_000 },
  );
  // Each of the three answers was put to the test.
  expect(Math.min(...Object.values(answers))).toBeGreaterThan(250);
});

it('agrees on what is like a pattern', () => {
  const unit = fc.constantFrom('a', 'b', '*', '*', '\n', '😀');
  const text = fc.string({ unit: fc.constantFrom('a', 'a', 'b', '*', '\n', '😀'), maxLength: 6 });
  let trueCount = 0;
  fc.assert(
    fc.property(text, fc.string({ unit, maxLength: 6 }), (value, pattern) => {
      const scope = { record: { message: value } };
      const condition = `record.message.like(${JSON.stringify(pattern)})`;
      const compiled = compile(condition);
      if (!isExpression(compiled)) throw new Error(JSON.stringify(compiled));
      const ours = evaluateExpression(compiled, scope);
      expect(ours).toBe(reference(condition, scope));
      if (ours === true) trueCount += 1;
    }),
    { numRuns: 3_000 },
  );
  expect(trueCount).toBeGreaterThan(200);
});
