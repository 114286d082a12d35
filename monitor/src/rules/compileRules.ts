import type { RecordKind, RuleSetSource } from 'rewindow/wire';
import { compilePattern } from './compilePattern.ts';
import type { ConditionCompiler } from './conditionCompiler.ts';
import type { JsonPath } from './jsonText.ts';

type State = RuleSetSource['states'][number];

/** The rule set with expressions for its conditions, and with what its short forms stand for. */
export function compileRules(source: RuleSetSource, compiler: ConditionCompiler): unknown {
  const { assist: _, ...rules } = source;
  const optional = (list: string, rule: { when?: string | undefined }, index: number) => {
    if (rule.when === undefined) return { observes: [] };
    const { expression, observes } = compiler.condition([list, index, 'when'], rule.when);
    return { when: expression, observes };
  };
  return {
    ...rules,
    states: source.states.map((state, index) => compileState(state, ['states', index], compiler)),
    screen: source.screen.map((rule, index) => ({ ...rule, ...optional('screen', rule, index) })),
    providers: source.providers.map((rule, index) => ({ ...rule, ...optional('providers', rule, index) })),
    forward: source.forward.map((rule, index) => ({ ...rule, ...optional('forward', rule, index) })),
    triggers: source.triggers.map((trigger, index) => ({
      ...trigger,
      where: trigger.where ?? 'page',
      ...compilePattern(trigger, ['triggers', index], compiler),
    })),
    targeting: source.targeting.map(({ users, list, countries, addresses, ...audience }) => ({
      ...audience,
      isGranted: [users, list, countries, addresses].some((criterion) => criterion !== undefined),
    })),
  };
}

function compileState(
  { enter = 'false', url: _, marker: __, ...state }: State,
  path: JsonPath,
  compiler: ConditionCompiler,
) {
  const entered = compiler.condition([...path, 'enter'], enter);
  const left = state.exit === undefined ? undefined : compiler.condition([...path, 'exit'], state.exit);
  const observes = new Set<RecordKind>([...entered.observes, ...(left?.observes ?? ['navigation'])]);
  return { ...state, enter: entered.expression, exit: left?.expression, observes: [...observes] };
}
