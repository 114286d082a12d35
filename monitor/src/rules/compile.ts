import * as v from 'valibot';
import { LIMITS, RuleSet, type Expression, type RecordKind, type RuleSetSource } from 'rewindow/wire';
import type { RuleProblem } from '../api/contract.ts';
import { readJsonText, type JsonPath, type JsonText, type TextProblem } from './jsonText.ts';
import { observedBy } from './observes.ts';
import { positionAt } from './position.ts';
import { checkReferences } from './semantics.ts';
import { checkShape } from './shape.ts';
import { translateCondition, type Expected } from './translate.ts';

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
function nameOf(path: JsonPath): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${String(key)}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}

interface ConditionCompiler {
  problems: TextProblem[];
  /** A condition with the kinds that can make it true. */
  condition(path: JsonPath, text: string): { expression: Expression; observes: RecordKind[] };
  value(path: JsonPath, text: string, expected: Expected): Expression;
}

function createConditionCompiler(json: JsonText): ConditionCompiler {
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

function compileRules(source: RuleSetSource, compiler: ConditionCompiler): unknown {
  const states = source.states.map(({ enter, exit, ...state }, index) => {
    const entered = compiler.condition(['states', index, 'enter'], enter);
    const left = exit === undefined ? undefined : compiler.condition(['states', index, 'exit'], exit);
    const observes = new Set([...entered.observes, ...(left?.observes ?? ['navigation'])]);
    return { ...state, enter: entered.expression, exit: left?.expression, observes: [...observes] };
  });
  const screen = source.screen.map(({ when, ...rule }, index) => {
    if (when === undefined) return { ...rule, observes: [] };
    const { expression, observes } = compiler.condition(['screen', index, 'when'], when);
    return { ...rule, when: expression, observes };
  });
  const providers = source.providers.map(({ when, ...rule }, index) => {
    const { expression, observes } = compiler.condition(['providers', index, 'when'], when);
    return { ...rule, when: expression, observes };
  });
  const triggers = source.triggers.map((trigger, index) => {
    const path = ['triggers', index];
    const { expression, observes } = compiler.condition([...path, 'when'], trigger.when);
    return { ...trigger, ...compileValues(trigger, path, compiler), when: expression, observes };
  });
  return { ...source, states, screen, providers, triggers };
}

function compileValues(trigger: RuleSetSource['triggers'][number], path: JsonPath, compiler: ConditionCompiler) {
  if (trigger.type === 'value') return { of: compiler.value([...path, 'of'], trigger.of, 'number') };
  const hasKey = trigger.type === 'count' && trigger.by !== undefined;
  return hasKey ? { by: compiler.value([...path, 'by'], trigger.by ?? '', 'scalar') } : {};
}
