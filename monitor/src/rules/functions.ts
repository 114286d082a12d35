import type { Expression } from 'rewindow/wire';
import type { CelNode } from './cel.ts';
import type { Translation, Typed } from './translation.ts';
import { fits, isListType } from './types.ts';

/** The functions of the rule language: `has`, `size`, and four that look into strings. */
const STRING_METHODS = ['startsWith', 'endsWith', 'contains', 'like'] as const;
const ALLOWED = 'the rule language has has(), size(), startsWith(), endsWith(), contains() and like()';
/** Of the pattern of `like`, so that what it costs is bounded. */
export const PATTERN_LENGTH_MAX = 200;

export function translateCall(node: CelNode & { op: 'call' }, translation: Translation): Typed {
  const [name, operands] = node.args;
  const [operand] = operands;
  if (name !== 'has' && name !== 'size') return translation.report(node, refuse(name));
  if (operand === undefined || operands.length > 1) return translation.report(node, `${name}() takes one operand`);
  return name === 'has' ? translateHas(operand, translation) : measure(node, operand, translation);
}

export function translateMethod(node: CelNode & { op: 'rcall' }, translation: Translation): Typed {
  const [name, receiver, operands] = node.args;
  if (name === 'size' && operands.length === 0) return measure(node, receiver, translation);
  const method = STRING_METHODS.find((known) => known === name);
  if (method === undefined) return translation.report(node, refuse(name));
  const [operand] = operands;
  if (operand === undefined || operands.length > 1) return translation.report(node, `${name}() takes one operand`);
  const [text, part] = [translation.translate(receiver), translation.translate(operand)];
  if (!fits(text.type, 'string'))
    return translation.report(receiver, `${name}() needs a string, this is a ${text.type}`);
  if (!fits(part.type, 'string'))
    return translation.report(operand, `${name}() looks for a string, this is a ${part.type}`);
  const wrong = method === 'like' ? checkPattern(part.expression) : undefined;
  if (wrong !== undefined) return translation.report(operand, wrong);
  return { expression: [method, text.expression, part.expression], type: 'bool' };
}

function checkPattern(pattern: Expression): string | undefined {
  if (typeof pattern !== 'string')
    return 'like() takes its pattern as text in quotes, as in record.path.like("/shop/*")';
  const isShort = pattern.length <= PATTERN_LENGTH_MAX;
  return isShort ? undefined : `a pattern has at most ${String(PATTERN_LENGTH_MAX)} characters`;
}

function refuse(name: string): string {
  if (name === 'matches')
    return `regular expressions are not part of the rule language; for patterns with * there is like()`;
  return `${name}() is not part of the rule language; ${ALLOWED}`;
}

function translateHas(operand: CelNode, { translate, report }: Translation): Typed {
  const read = translate(operand);
  const path =
    Array.isArray(read.expression) && read.expression[0] === 'get' ? read.expression.slice(1).map(String) : [];
  if (path.length >= 2) return { expression: ['has', ...path], type: 'bool' };
  return read.type === 'any' ? read : report(operand, 'has() asks for a field, as in has(record.label)');
}

function measure(node: CelNode, operand: CelNode, { translate, report }: Translation): Typed {
  const { expression, type } = translate(operand);
  const isMeasurable = fits(type, 'string', 'map') || isListType(type);
  if (!isMeasurable) return report(node, `size() needs a string, a list or a map, this is a ${type}`);
  return { expression: ['size', expression], type: 'number' };
}
