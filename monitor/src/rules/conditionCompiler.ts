import type { Expression, RecordKind } from 'rewindow/wire';
import type { JsonPath, JsonText, TextProblem } from './jsonText.ts';
import { usesName } from './names.ts';
import { observedBy } from './observes.ts';
import { rootType, type NameTypes } from './scopeTypes.ts';
import { translateCondition, type Expected } from './translate.ts';

/** A condition with the kinds of records that can make it true. */
export interface CompiledCondition {
  expression: Expression;
  observes: RecordKind[];
}

/** Compiles the conditions of one rule set, and collects what is wrong with them. */
export interface ConditionCompiler {
  problems: TextProblem[];
  condition(path: JsonPath, text: string): CompiledCondition;
  /** A condition of a rule that the page follows: what only the monitor knows is refused. */
  pageCondition(path: JsonPath, text: string): CompiledCondition;
  /** Anything else than a condition over records. */
  value(path: JsonPath, text: string, expected: Expected, nameTypes?: NameTypes): Expression;
  /** Notes what is wrong with the value there. */
  refuse(path: JsonPath, message: string): void;
}

export function createConditionCompiler(json: JsonText): ConditionCompiler {
  const problems: TextProblem[] = [];
  const refuse = (path: JsonPath, message: string) => {
    problems.push({ path, message, offset: json.offsetOf(path) });
  };
  const translate = (path: JsonPath, text: string, expected: Expected, nameTypes: NameTypes = rootType) => {
    const result = translateCondition(text, expected, nameTypes);
    if (result === null || typeof result !== 'object' || !('problems' in result)) return result;
    for (const { message, offset } of result.problems) {
      problems.push({ path, message, offset: json.offsetInString(path, offset) });
    }
    return undefined;
  };
  const condition = (path: JsonPath, text: string): CompiledCondition => {
    const expression = translate(path, text, 'condition');
    if (expression === undefined) return { expression: false, observes: [] };
    const observes = observedBy(expression);
    // `false` switches a rule off.
    if (observes.length === 0 && expression !== false) {
      const message = 'no kind of record can make this true: it asks for fields or values that no kind has together';
      problems.push({ path, message, offset: json.offsetInString(path, 0) });
    }
    return { expression, observes };
  };
  return {
    problems,
    refuse,
    condition,
    value: (path, text, expected, nameTypes) => translate(path, text, expected, nameTypes) ?? null,
    pageCondition(path, text) {
      const compiled = condition(path, text);
      if (usesName(compiled.expression, 'profile')) {
        refuse(
          path,
          'profile is known to the monitor only, and this rule is followed in the page; ask for it in a trigger',
        );
      }
      return compiled;
    },
  };
}
