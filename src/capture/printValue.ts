import { scrubMessage, scrubStart } from '../tools/scrub.ts';
import { isSecretName } from '../tools/secretName.ts';

/** Values of the page as text for a record: short, shallow, and without running code of the page (no getters, no toString). */

const DEPTH_MAX = 2;
const ENTRY_COUNT_MAX = 20;
const TEXT_LENGTH_MAX = 1_000;

export function printValue(value: unknown, depth = 0): string {
  try {
    return print(value, depth);
  } catch {
    // A proxy of the page's may do as it likes.
    return '[unreadable]';
  }
}

function print(value: unknown, depth: number): string {
  if (typeof value === 'string') return depth === 0 ? cut(value) : JSON.stringify(cut(value));
  if (typeof value === 'function') return `function ${ownText(value, 'name')}`.trim();
  if (typeof value === 'symbol') return 'symbol';
  if (typeof value === 'bigint') return `${cut(String(value))}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return cut(`${errorName(value)}: ${ownText(value, 'message')}`);
  if (typeof Element !== 'undefined' && value instanceof Element) return `<${value.localName}>`;
  if (Array.isArray(value)) return printList(value, depth);
  return printObject(value, depth);
}

function printList(list: unknown[], depth: number): string {
  if (depth >= DEPTH_MAX) return `Array(${list.length})`;
  const items = list.slice(0, ENTRY_COUNT_MAX).map((item) => printValue(item, depth + 1));
  return `[${items.join(', ')}${list.length > ENTRY_COUNT_MAX ? ', …' : ''}]`;
}

function printObject(object: object, depth: number): string {
  const keys = Object.keys(object);
  if (depth >= DEPTH_MAX) return 'Object';
  const print = (key: string) => (isSecretName(key) ? '***' : printValue(ownValue(object, key), depth + 1));
  const fields = keys.slice(0, ENTRY_COUNT_MAX).map((key) => `${key}: ${print(key)}`);
  return `{${fields.join(', ')}${keys.length > ENTRY_COUNT_MAX ? ', …' : ''}}`;
}

/** A plain property's value; undefined for a getter, which is code of the page. */
function ownValue(object: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}

function ownText(object: object, key: string): string {
  const value = ownValue(object, key);
  return typeof value === 'string' ? value : '';
}

function errorName(error: Error): string {
  const prototype: unknown = Object.getPrototypeOf(error);
  const inherited = typeof prototype === 'object' && prototype !== null ? ownValue(prototype, 'name') : undefined;
  const name = ownValue(error, 'name') ?? inherited;
  return typeof name === 'string' ? name : 'Error';
}

function cut(text: string): string {
  return text.length > TEXT_LENGTH_MAX ? `${scrubStart(text, TEXT_LENGTH_MAX, scrubMessage)}…` : text;
}
