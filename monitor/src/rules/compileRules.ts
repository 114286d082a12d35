import type { RuleSetSource } from 'rewindow/wire';
import { compileAssist } from './compileAssist.ts';
import { compilePattern } from './compilePattern.ts';
import { compileState } from './compileState.ts';
import type { ConditionCompiler } from './conditionCompiler.ts';
import type { JsonPath } from './jsonText.ts';
import { misplaced, placeOf } from './placement.ts';

type Place = 'page' | 'monitor' | undefined;

/** The rule set with expressions for its conditions, and with what its short forms stand for. */
export function compileRules(source: RuleSetSource, compiler: ConditionCompiler): unknown {
  const { assist, ...rules } = source;
  const optional = (list: string, rule: { when?: string | undefined }, index: number) => {
    if (rule.when === undefined) return { observes: [] };
    const { expression, observes } = compiler.pageCondition([list, index, 'when'], rule.when);
    return { when: expression, observes };
  };
  return {
    ...rules,
    states: source.states.map((state, index) => compileState(state, ['states', index], compiler)),
    screen: source.screen.map((rule, index) => ({ ...rule, ...optional('screen', rule, index) })),
    providers: source.providers.map((rule, index) => ({ ...rule, ...optional('providers', rule, index) })),
    forward: source.forward.map((rule, index) => ({ ...rule, ...optional('forward', rule, index) })),
    triggers: [
      ...source.triggers.map((trigger, index) => compileTrigger(trigger, ['triggers', index], compiler)),
      ...assist.map((rule, index) => {
        const path = ['assist', index];
        const compiled = compileAssist(rule, path, compiler);
        checkPlace(compiled, undefined, path, compiler);
        return compiled;
      }),
    ],
    targeting: source.targeting.map(({ users, list, countries, addresses, ...audience }) => ({
      ...audience,
      isGranted: [users, list, countries, addresses].some((criterion) => criterion !== undefined),
    })),
  };
}

function compileTrigger(trigger: RuleSetSource['triggers'][number], path: JsonPath, compiler: ConditionCompiler) {
  const pattern = compilePattern(trigger, path, compiler);
  checkPlace(pattern, trigger.where, path, compiler);
  return { ...trigger, where: placeOf(pattern, trigger.where), ...pattern };
}

function checkPlace(conditions: unknown, said: Place, path: JsonPath, compiler: ConditionCompiler): void {
  const wrong = misplaced(conditions, said);
  if (wrong !== undefined) compiler.refuse(said === undefined ? path : [...path, 'where'], wrong);
}
