import * as v from 'valibot';
import { LIMITS, RuleSet, type RuleSetSource } from 'rewindow/wire';
import type { RuleProblem } from '../api/contract.ts';
import { compileRules } from './compileRules.ts';
import { createConditionCompiler } from './conditionCompiler.ts';
import { readJsonText, type JsonPath, type TextProblem } from './jsonText.ts';
import { positionAt } from './position.ts';
import { checkReferences } from './semantics.ts';
import { checkShape } from './shape.ts';

export interface CompiledRuleSet {
  rules: RuleSet;
  source: RuleSetSource;
}
export type Compilation = CompiledRuleSet | { problems: RuleProblem[] };

/** More than an operator mends in one go. */
const PROBLEM_COUNT_MAX = 100;

/** Compiles the text of a rule set, or says what is wrong with it, by line and column. */
export function compileRuleSet(text: string): Compilation {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > LIMITS.ruleSetBytes) {
    const message = `the rule set has ${String(bytes)} bytes; at most ${String(LIMITS.ruleSetBytes)} are allowed`;
    return refuse(text, [{ path: [], message, offset: 0 }]);
  }
  const json = readJsonText(text);
  if ('problems' in json) return refuse(text, json.problems);
  const shape = checkShape(json);
  if ('problems' in shape) return refuse(text, shape.problems);
  const references = checkReferences(shape.source).map((problem) => ({
    ...problem,
    offset: json.offsetOf(problem.path),
  }));
  const conditions = createConditionCompiler(json);
  const rules = compileRules(shape.source, conditions);
  const problems = [...references, ...conditions.problems];
  return problems.length > 0 ? refuse(text, problems) : { rules: v.parse(RuleSet, rules), source: shape.source };
}

function refuse(text: string, problems: TextProblem[]): { problems: RuleProblem[] } {
  const ordered = [...problems].sort((one, other) => one.offset - other.offset).slice(0, PROBLEM_COUNT_MAX);
  return {
    problems: ordered.map(({ path, message, offset }) => ({
      path: nameOf(path),
      message,
      ...positionAt(text, offset),
    })),
  };
}

/** `triggers[0].when` */
export function nameOf(path: JsonPath): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${String(key)}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}
