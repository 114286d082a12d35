/** Joins the page's requests with what servers log: https://www.w3.org/TR/trace-context/, version 00. */

export const TRACE = 'traceparent';
export const SESSION = 'x-rewindow-session';

/** @param random 24 random bytes; ids that are all zero mean none, so that the last bit of each is set */
export function createTrace(random: Uint8Array): { traceId: string; header: string } {
  const hex = [...random].map((byte, index) => (index === 15 || index === 23 ? byte | 1 : byte));
  const text = hex.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const traceId = text.slice(0, 32);
  return { traceId, header: `00-${traceId}-${text.slice(32, 48)}-01` };
}

/** The trace id of a header that the page has set. */
export function readTraceId(header: string): string | undefined {
  const id = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}(?:-|$)/.exec(header.trim())?.[1];
  return id === undefined || /^0+$/.test(id) ? undefined : id;
}

/** @param origins as the page's options name them; `self` is the page's own */
export function isAllowed(url: URL, origins: readonly string[], ownOrigin: string): boolean {
  if (url.origin === 'null') return false;
  return origins.some((origin) => (origin === 'self' ? ownOrigin : origin.replace(/\/$/, '')) === url.origin);
}

/** Everything that `fetch` reads of its second argument, wherever in the object or its prototypes it stands. */
const MEMBERS =
  'method body mode credentials cache redirect integrity keepalive signal window priority duplex referrer referrerPolicy attributionReporting browsingTopics targetAddressSpace privateToken adAuctionHeaders sharedStorageWritable'.split(
    ' ',
  );

/**
 * The arguments of a `fetch` with other headers. A Request stays as it is and is not read: headers of the second argument
 * take the place of its own. With a second argument the browser forgets a Request's referrer, so that is handed on.
 */
export function withHeaders([input, init]: unknown[], headers: Headers): unknown[] {
  const given = typeof init === 'object' && init !== null ? init : {};
  const copy: Record<string, unknown> = { ...given };
  for (const name of MEMBERS) if (name in given) copy[name] = Reflect.get(given, name);
  if (input instanceof Request && ['headers', ...MEMBERS].every((name) => copy[name] === undefined)) {
    Object.assign(copy, { referrer: input.referrer, referrerPolicy: input.referrerPolicy });
  }
  return [input, { ...copy, headers }];
}
