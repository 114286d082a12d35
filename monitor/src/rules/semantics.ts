import type { InstructionDraft, RuleSetSource } from 'rewindow/wire';
import type { JsonPath } from './jsonText.ts';

/** Something that is wrong with a value as a whole. */
export interface ValueProblem {
  path: JsonPath;
  message: string;
}

/** What no schema can say: ids that are used twice, states that nobody declared, a value without a bound. */
export function checkReferences(source: RuleSetSource): ValueProblem[] {
  const states = new Set(source.states.map(({ id }) => id));
  const refersTo = (path: JsonPath, state: string | undefined): ValueProblem[] =>
    state === undefined || states.has(state)
      ? []
      : [{ path, message: `there is no state "${state}" in this rule set` }];
  return [
    ...checkIds('states', source.states),
    ...checkIds('screen', source.screen),
    ...checkIds('providers', source.providers),
    ...checkIds('triggers', source.triggers),
    ...source.capture.flatMap((rule, index) => refersTo(['capture', index, 'state'], rule.state)),
    ...source.screen.flatMap((rule, index) => [
      ...refersTo(['screen', index, 'state'], rule.state),
      ...checkOccasion(rule, ['screen', index]),
    ]),
    ...source.providers.flatMap((rule, index) => refersTo(['providers', index, 'state'], rule.state)),
    ...source.triggers.flatMap((trigger, index) => [
      ...refersTo(['triggers', index, 'state'], trigger.state),
      ...checkBound(trigger, ['triggers', index]),
      ...trigger.instructions.flatMap((draft, place) => {
        const path = ['triggers', index, 'instructions', place];
        return [...refersTo([...path, 'limits', 'untilState'], draft.limits?.untilState), ...checkOrder(draft, path)];
      }),
    ]),
  ];
}

function checkIds(list: string, rules: readonly { id: string }[]): ValueProblem[] {
  const first = new Map<string, number>();
  return rules.flatMap(({ id }, index) => {
    const before = first.get(id);
    if (before === undefined) first.set(id, index);
    const message = `"${id}" is the id of ${list}[${String(before)}] already`;
    return before === undefined ? [] : [{ path: [list, index, 'id'], message }];
  });
}

function checkOccasion({ when, everyMs }: RuleSetSource['screen'][number], path: JsonPath): ValueProblem[] {
  const hasOccasion = when !== undefined || everyMs !== undefined;
  return hasOccasion ? [] : [{ path, message: 'a screen rule needs "when" or "everyMs"' }];
}

function checkBound(trigger: RuleSetSource['triggers'][number], path: JsonPath): ValueProblem[] {
  if (trigger.type !== 'value') return [];
  const hasBound = trigger.above !== undefined || trigger.below !== undefined;
  return hasBound ? [] : [{ path, message: 'a value trigger needs "above" or "below"' }];
}

function checkOrder({ order }: InstructionDraft, path: JsonPath): ValueProblem[] {
  if (order.verb !== 'buffer.send' || order.fromAt === undefined || order.toAt === undefined) return [];
  return order.toAt >= order.fromAt ? [] : [{ path: [...path, 'order', 'toAt'], message: '"toAt" is before "fromAt"' }];
}
