import { isCardNumber, scrubStart } from './scrub.ts';
import { isSecretName } from './secretName.ts';

const DEPTH_MAX = 6;
const ENTRY_COUNT_MAX = 100;
const TEXT_LENGTH_MAX = 2_000;
const MASK = '***';
/** What the host's own code refuses to tell. */
const UNREADABLE = '[unreadable]';
/** First digits of payment cards; times in milliseconds begin with 1. */
const CARD_START = /^[2-6]/;

/**
 * A copy of a value of the host that is plain JSON: own properties only, capped in depth and size, texts scrubbed, values
 * whose names say that they are secrets masked. What has no JSON form (functions, symbols, cycles below the depth cap) becomes
 * a short text.
 */
export function toPlain(value: unknown, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
      return scrubStart(value, TEXT_LENGTH_MAX);
    case 'number':
      if (!Number.isFinite(value)) return String(value);
      return isCard(String(value)) ? MASK : value;
    case 'boolean':
      return value;
    case 'bigint':
      return isCard(String(value)) ? MASK : String(value);
    case 'object':
      return value === null ? null : attempt(() => toPlainObject(value, depth));
    default:
      return `[${typeof value}]`;
  }
}

/** As `toPlain`, for values that have to be an object; anything else gives an empty one. */
export function toPlainRecord(value: unknown): Record<string, unknown> {
  const plain = toPlain(value);
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain) ? { ...plain } : {};
}

function toPlainObject(value: object, depth: number): unknown {
  if (depth >= DEPTH_MAX) return '[deep]';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Error) return scrubStart(`${value.name}: ${value.message}`, TEXT_LENGTH_MAX);
  if (Array.isArray(value)) return value.slice(0, ENTRY_COUNT_MAX).map((item) => toPlain(item, depth + 1));
  const names = Object.keys(value).slice(0, ENTRY_COUNT_MAX);
  return Object.fromEntries(
    names.map((name) => {
      const item = attempt<unknown>(() => Reflect.get(value, name));
      const isSecret = isSecretName(name) && typeof item !== 'boolean' && item !== null && item !== undefined;
      return [scrubStart(name, TEXT_LENGTH_MAX), isSecret ? MASK : toPlain(item, depth + 1)];
    }),
  );
}

function attempt<T>(read: () => T): T | string {
  try {
    return read();
  } catch {
    return UNREADABLE;
  }
}

function isCard(digits: string): boolean {
  return CARD_START.test(digits) && isCardNumber(digits);
}
