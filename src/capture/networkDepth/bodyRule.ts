import type { BodyRule } from '../../wire/captureDetails.ts';
import { isJsonType, type BodyLimits } from './describeBody.ts';

type Direction = 'request' | 'response';

/**
 * What the rules say about bodies of exchanges with this address. An address matches by its origin and the beginning of its
 * path: as text, `https://shop.example` would also begin `https://shop.example.org`. What one rule redacts stays redacted
 * where another one matches, too.
 */
export function matchBodyRules(rules: readonly BodyRule[], url: URL, base: string) {
  const matching = rules.filter((rule) => rule.url === '*' || isBelow(url, rule.url, base));
  const redact = matching.flatMap((rule) => rule.redact);
  return {
    /** Undefined where bodies of this media type are not recorded. */
    limits(direction: Direction, type: string): BodyLimits | undefined {
      const allowed = matching.filter((rule) => rule[direction] && rule.types.some((start) => isOfType(type, start)));
      if (allowed.length === 0) return undefined;
      return { maxBytes: Math.max(...allowed.map(({ maxBytes }) => maxBytes)), redact };
    },
    wants: (direction: Direction) => matching.some((rule) => rule[direction]),
  };
}

export type BodyRules = ReturnType<typeof matchBodyRules>;

function isBelow(url: URL, start: string, base: string): boolean {
  try {
    const { origin, pathname } = new URL(start, base);
    return url.origin === origin && url.pathname.startsWith(pathname);
  } catch {
    return false;
  }
}

/** An event stream is no text that ends; `application/problem+json` is JSON. */
function isOfType(type: string, start: string): boolean {
  if (type === '' || type === 'text/event-stream') return false;
  return (
    type.startsWith(start.toLowerCase()) || (isJsonType(type) && 'application/json'.startsWith(start.toLowerCase()))
  );
}
