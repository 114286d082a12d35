import { isCardNumber, scrubText } from '../../tools/scrub.ts';
import { endsHere, MASK, stepInto, type Redaction } from './redaction.ts';

/** Below this everything is masked: nobody reads that deep, and a walk must end. */
const DEPTH_MAX = 40;

/**
 * A copy of what `JSON.parse` gave, without what must not be known: values under secret names and on the rule's paths, and
 * what `text` takes out of all other texts. JSON that stands as text in JSON is looked into, too.
 */
export function redactJson(value: unknown, redaction: Redaction, text: (text: string) => string): unknown {
  const walk = (part: unknown, paths: Redaction['paths'], depth: number): unknown => {
    if (depth > DEPTH_MAX || endsHere(paths)) return MASK;
    switch (typeof part) {
      case 'string':
        return walkText(part, depth);
      case 'number':
        // Where texts are masked a number is no more to be known than its digits.
        return isCardNumber(String(part)) || text(String(part)) !== String(part) ? MASK : part;
      case 'object':
        return part === null ? null : walkObject(part, paths, depth);
      default:
        return part;
    }
  };
  const walkObject = (part: object, paths: Redaction['paths'], depth: number): unknown => {
    if (Array.isArray(part)) return part.map((item, index) => walk(item, stepInto(paths, String(index)), depth + 1));
    const entries = Object.entries(part).map(([key, item]): [string, unknown] => {
      const isSecret = redaction.isSecret(key);
      return [scrubText(key), isSecret ? MASK : walk(item, stepInto(paths, key), depth + 1)];
    });
    return Object.fromEntries(entries);
  };
  const walkText = (part: string, depth: number): string => {
    const inner = /^\s*[[{]/.test(part) ? parseJson(part) : undefined;
    return inner === undefined ? text(part) : JSON.stringify(walk(inner.value, [], depth + 1));
  };
  return walk(value, redaction.paths, 0);
}

/** Undefined where the text is no JSON. */
export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
