import {
  findNodeAtLocation,
  getLocation,
  getNodeValue,
  parse,
  parseTree,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { isObject, printJson, type Json, type JsonObject, type JsonPath } from './jsonValue.ts';

/**
 * The text of a rule set as form and editor share it. Changes are made in the text itself, at one place each: order, comments,
 * spaces and what nobody here knows stay as they are. Every function returns a new text; one that can't do what it is asked
 * returns the text as it was.
 */

/** Undefined where the text is no JSON object, so that a form has nothing to show. */
export function readRuleText(text: string): JsonObject | undefined {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors);
  if (!tree || errors.length > 0) return undefined;
  const value: unknown = getNodeValue(tree);
  return isObject(value) ? value : undefined;
}

/** As much of it as can be read while it is being written. */
export function parseLoosely(text: string): JsonObject {
  const value: unknown = parse(text);
  return isObject(value) ? value : {};
}

/** Sets what stands at the path; makes the objects on the way to it. Undefined takes it away. */
export function writeAt(text: string, path: JsonPath, value: Json | undefined): string {
  const root = parseTree(text);
  if (!root || path.length === 0) return text;
  const node = findNodeAtLocation(root, [...path]);
  if (value === undefined) return node ? removeNode(text, node) : text;
  if (node) return splice(text, node.offset, node.length, printJson(value, indentAt(text, node.offset)));
  return insertAt(text, root, path, value);
}

/** Puts an item behind the last one of the list, which is made where there is none. */
export function appendTo(text: string, path: JsonPath, item: Json): string {
  const root = parseTree(text);
  const list = root && findNodeAtLocation(root, [...path]);
  if (list?.type !== 'array') return writeAt(text, path, [item]);
  return insertChild(text, list, (indent) => printJson(item, indent));
}

/** Changes the places of two neighbours of a list, with whatever text they have. */
export function swapItems(text: string, list: JsonPath, index: number, other: number): string {
  const root = parseTree(text);
  const [low, high] = [Math.min(index, other), Math.max(index, other)];
  const first = root && findNodeAtLocation(root, [...list, low]);
  const second = root && findNodeAtLocation(root, [...list, high]);
  if (!first || !second || low === high) return text;
  const between = text.slice(first.offset + first.length, second.offset);
  const [one, two] = [sourceOf(text, first), sourceOf(text, second)];
  return splice(text, first.offset, second.offset + second.length - first.offset, two + between + one);
}

/** Where a cursor is: the path of the value or of the property's name that is being written. */
export interface TextPlace {
  path: (string | number)[];
  isName: boolean;
  /** The string around the cursor, as it is written, from its first to behind its last character. */
  string: { from: number; to: number; value: string } | undefined;
}

export function placeAt(text: string, offset: number): TextPlace {
  const { path, isAtPropertyKey, previousNode: node } = getLocation(text, offset);
  return { path, isName: isAtPropertyKey, string: node && stringAround(text, offset, node) };
}

function stringAround(text: string, offset: number, node: Node): TextPlace['string'] {
  if (node.type !== 'string' && node.type !== 'property') return undefined;
  const from = node.offset + 1;
  const end = node.offset + node.length;
  const to = node.length > 1 && text[end - 1] === '"' ? end - 1 : end;
  return offset >= from && offset <= to ? { from, to, value: text.slice(from, to) } : undefined;
}

/** Where the value at the path, or the nearest one around it, begins. */
export function offsetOf(text: string, path: JsonPath): number {
  const root = parseTree(text);
  for (let length = path.length; root && length > 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node) return node.offset;
  }
  return 0;
}

const splice = (text: string, offset: number, length: number, put: string): string =>
  text.slice(0, offset) + put + text.slice(offset + length);

const sourceOf = (text: string, { offset, length }: Node): string => text.slice(offset, offset + length);

/** Spaces at the beginning of the line. */
function indentAt(text: string, offset: number): string {
  const lineFrom = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineFrom, offset))?.[0] ?? '';
}

/** Into the deepest object or list on the way that is there. */
function insertAt(text: string, root: Node, path: JsonPath, value: Json): string {
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const parent = depth === 0 ? root : findNodeAtLocation(root, path.slice(0, depth));
    if (!parent) continue;
    const key = path[depth];
    const inner = path
      .slice(depth + 1)
      .reduceRight<Json>((held, step) => (typeof step === 'number' ? [held] : { [step]: held }), value);
    if (parent.type === 'object' && typeof key === 'string') {
      return insertChild(text, parent, (indent) => `${JSON.stringify(key)}: ${printJson(inner, indent)}`);
    }
    if (parent.type === 'array') return insertChild(text, parent, (indent) => printJson(inner, indent));
    return text;
  }
  return text;
}

const LINE_WIDTH = 110;

/** Behind the last child: on the same line where all of it is on one and there is room, else on a line of its own. */
function insertChild(text: string, parent: Node, print: (indent: string) => string): string {
  const source = sourceOf(text, parent);
  const outer = indentAt(text, parent.offset);
  const last = parent.children?.at(-1);
  const isFlat = !source.includes('\n');
  const flat = print(outer);
  const lineLength = parent.offset + parent.length - (text.lastIndexOf('\n', parent.offset) + 1);
  const staysFlat =
    isFlat && !flat.includes('\n') && lineLength + flat.length < LINE_WIDTH && parent.parent !== undefined;
  if (!last) {
    const inner = `${outer}  `;
    const content = staysFlat ? (parent.type === 'object' ? ` ${flat} ` : flat) : `\n${inner}${print(inner)}\n${outer}`;
    const closing = parent.offset + parent.length - 1;
    // Comments of an empty list or object stay before it.
    const before = text.slice(parent.offset + 1, closing).trimEnd();
    return splice(text, parent.offset + 1, closing - parent.offset - 1, before + content);
  }
  const end = last.offset + last.length;
  if (staysFlat) return splice(text, end, 0, `, ${flat}`);
  if (isFlat) {
    const inner = `${outer}  `;
    const body = text
      .slice(parent.offset + 1, parent.offset + parent.length - 1)
      .trim()
      .replace(/,$/, '');
    return splice(text, parent.offset + 1, parent.length - 2, `\n${inner}${body},\n${inner}${print(inner)}\n${outer}`);
  }
  const indent = indentAt(text, last.offset);
  return splice(text, end, 0, `,\n${indent}${print(indent)}`);
}

/** With its comma, and with the line that would be left empty. */
function removeNode(text: string, node: Node): string {
  const whole = node.parent?.type === 'property' ? node.parent : node;
  const siblings = whole.parent?.children ?? [];
  const index = siblings.indexOf(whole);
  const [before, after] = [siblings[index - 1], siblings[index + 1]];
  const end = whole.offset + whole.length;
  if (after) return splice(text, whole.offset, after.offset - whole.offset, '');
  if (before) {
    const from = before.offset + before.length;
    return splice(text, from, end - from, '');
  }
  const parent = whole.parent;
  if (!parent) return text;
  const closing = parent.offset + parent.length - 1;
  const isBare =
    text.slice(parent.offset + 1, whole.offset).trim() === '' && /^,?$/.test(text.slice(end, closing).trim());
  return isBare
    ? splice(text, parent.offset + 1, closing - parent.offset - 1, '')
    : splice(text, whole.offset, whole.length, '');
}
