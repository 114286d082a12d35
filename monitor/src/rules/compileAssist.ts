import type { RecordKind, RuleSetSource } from 'rewindow/wire';
import type { ConditionCompiler } from './conditionCompiler.ts';
import type { JsonPath } from './jsonText.ts';
import { placeOf } from './placement.ts';

type AssistRule = RuleSetSource['assist'][number];

/** The trigger that a rule of `assist` stands for. */
export function compileAssist(rule: AssistRule, path: JsonPath, compiler: ConditionCompiler) {
  const { id, state, audience, perSession, coolDownMs, show } = rule;
  const pattern = patternOf(rule, path, compiler);
  return {
    id,
    ...(state === undefined ? {} : { state }),
    ...(audience === undefined ? {} : { audience }),
    ...pattern,
    where: placeOf(pattern, undefined),
    limits: { perSession, coolDownMs },
    instructions: [{ order: show }],
  };
}

function patternOf({ state, when, afterMs }: AssistRule, path: JsonPath, compiler: ConditionCompiler) {
  if (afterMs !== undefined && (when !== undefined || state === undefined)) {
    compiler.refuse(
      [...path, 'afterMs'],
      '"afterMs" counts from when a state is entered: it needs "state", and no "when"',
    );
  }
  if (when !== undefined) {
    const { expression, observes } = compiler.condition([...path, 'when'], when);
    return { type: 'match', when: expression, observes };
  }
  const observes: RecordKind[] = ['state'];
  if (state === undefined) {
    compiler.refuse(path, 'a rule of assist needs "state" or "when": the occasion on which it shows something');
    return { type: 'match', when: false, observes };
  }
  if (afterMs !== undefined) return { type: 'dwell', in: state, forMs: afterMs, observes };
  const isEntry = ['and', is('kind', 'state'), ['and', is('type', 'enter'), is('state', state)]];
  return { type: 'match', when: isEntry, observes };
}

function is(field: string, value: string) {
  return ['==', ['get', 'record', field], value];
}
