import type { Expression, RecordKind } from 'rewindow/wire';
import type { JsonPath, JsonText, TextProblem } from './jsonText.ts';
import { observedBy } from './observes.ts';
import { translateCondition, type Expected } from './translate.ts';

/** Compiles the conditions of one rule set, and collects what is wrong with them. */
export interface ConditionCompiler {
  problems: TextProblem[];
  /** A condition with the kinds that can make it true. */
  condition(path: JsonPath, text: string): { expression: Expression; observes: RecordKind[] };
  value(path: JsonPath, text: string, expected: Expected): Expression;
}

export function createConditionCompiler(json: JsonText): ConditionCompiler {
  const problems: TextProblem[] = [];
  const translate = (path: JsonPath, text: string, expected: Expected): Expression | undefined => {
    const result = translateCondition(text, expected);
    if (result === null || typeof result !== 'object' || !('problems' in result)) return result;
    for (const { message, offset } of result.problems) {
      problems.push({ path, message, offset: json.offsetInString(path, offset) });
    }
    return undefined;
  };
  return {
    problems,
    value: (path, text, expected) => translate(path, text, expected) ?? null,
    condition(path, text) {
      const expression = translate(path, text, 'condition');
      if (expression === undefined) return { expression: false, observes: [] };
      const observes = observedBy(expression);
      // `false` switches a rule off.
      if (observes.length === 0 && expression !== false) {
        const message = 'no kind of record can make this true: it asks for fields or values that no kind has together';
        problems.push({ path, message, offset: json.offsetInString(path, 0) });
      }
      return { expression, observes };
    },
  };
}
