import type { InstructionDraft } from 'rewindow/wire';
import type { JsonPath } from './jsonText.ts';
import type { Declared, ValueProblem } from './semantics.ts';

/** What is wrong with an instruction of a trigger: states that there aren't, times that are none. */
export function checkInstruction(
  { order, limits }: InstructionDraft,
  path: JsonPath,
  declared: Declared,
): ValueProblem[] {
  return [
    ...declared.state([...path, 'limits', 'untilState'], limits?.untilState),
    ...checkWindows(limits?.windows, [...path, 'limits', 'windows']),
    ...checkOrder(order, [...path, 'order'], declared),
  ];
}

function checkWindows(windows: NonNullable<InstructionDraft['limits']>['windows'], path: JsonPath): ValueProblem[] {
  if (windows === undefined) return [];
  if (windows.lengthMs === 0) return [{ path: [...path, 'lengthMs'], message: 'a window has some length' }];
  const isFitting = windows.lengthMs <= windows.everyMs;
  return isFitting ? [] : [{ path: [...path, 'lengthMs'], message: '"lengthMs" is longer than "everyMs"' }];
}

function checkOrder(order: InstructionDraft['order'], path: JsonPath, declared: Declared): ValueProblem[] {
  if (order.verb === 'image' && order.at !== undefined && order.agoMs !== undefined) {
    return [{ path: [...path, 'agoMs'], message: 'an image is of one time: "at" or "agoMs"' }];
  }
  if (order.verb !== 'buffer.send' && order.verb !== 'buffer.hold') return [];
  const { state, fromAt, toAt } = order;
  const isBackwards = fromAt !== undefined && toAt !== undefined && toAt < fromAt;
  return [
    ...declared.state([...path, 'state'], state),
    ...(isBackwards ? [{ path: [...path, 'toAt'], message: '"toAt" is before "fromAt"' }] : []),
  ];
}
