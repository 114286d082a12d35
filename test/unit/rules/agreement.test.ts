import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { evaluateExpression } from 'rewindow/rules';
import { isExpression } from 'rewindow/wire';
import { expect, it } from 'vitest';
import { translateCondition } from '../../../monitor/src/rules/translate.ts';
import { conditions, scopes } from './celText.ts';

const cel = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });

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
