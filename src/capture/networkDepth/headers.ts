import { scrubStart } from '../../tools/scrub.ts';
import { isSecretKey } from './secretKey.ts';

const VALUE_LENGTH_MAX = 1_000;

/** The allowed headers that there are. Cookies, keys and authorisation stay out, whatever is allowed. */
export function pickHeaders(
  allowed: readonly string[],
  headers: Headers | undefined,
  privateMessage: (text: string) => string,
): Record<string, string> | undefined {
  const picked: [string, string][] = [];
  for (const name of new Set(allowed.map((each) => each.trim().toLowerCase()))) {
    if (isSecretHeader(name)) continue;
    const value = valueOf(headers, name);
    if (value !== null) picked.push([name, scrubStart(value, VALUE_LENGTH_MAX, privateMessage)]);
  }
  return picked.length > 0 ? Object.fromEntries(picked) : undefined;
}

/** Besides secrets of any kind: keys (`x-api-key`, `sec-websocket-key`), and what names a session or a user to a server. */
function isSecretHeader(name: string): boolean {
  return isSecretKey(name) || /auth|key|session|user|forwarded|real-ip|client-ip/.test(name);
}

/** Null, too, for what can't be a name: rules are not written by the page. */
function valueOf(headers: Headers | undefined, name: string): string | null {
  try {
    return headers?.get(name) ?? null;
  } catch {
    return null;
  }
}

/** What the page gave as headers. Undefined where reading it would use it up, and where the browser will refuse it. */
export function readHeaders(source: unknown): Headers | undefined {
  try {
    if (source === undefined || source === null) return new Headers();
    if (source instanceof Headers) return new Headers(source);
    if (Array.isArray(source)) return new Headers(source);
    if (typeof source === 'object' && !(Symbol.iterator in source)) return new Headers({ ...source });
  } catch {
    return undefined;
  }
  return undefined;
}

/** Response headers of an XMLHttpRequest. Asking for one by name that is not exposed would write to the page's console. */
export function parseHeaders(lines: string): Headers {
  const headers = new Headers();
  for (const line of lines.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
}
