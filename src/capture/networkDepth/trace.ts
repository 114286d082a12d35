import type { Exchange } from '../network/exchange.ts';
import type { ExchangeCall } from '../network/depth.ts';
import type { CaptureScope } from '../tracker.ts';
import { createTrace, isAllowed, readTraceId, SESSION, TRACE, withHeaders } from './correlate.ts';

/**
 * Adds the headers that join a request with what servers log, where the page's options allow its origin. What the page has
 * set by itself stays. Without CORS the browser would drop them in silence, and a beacon takes none.
 */
export function addTrace(
  scope: CaptureScope,
  exchange: Exchange,
  call: ExchangeCall,
  asked: Headers | undefined,
): { traceId?: string | undefined; args?: unknown[] } {
  const own = asked?.get(TRACE);
  const { correlation, window } = scope;
  const isReachable =
    typeof exchange.url !== 'string' && isAllowed(exchange.url, correlation.origins, window.location.origin);
  if (!asked || !isReachable || modeOf(call) === 'no-cors') return own ? { traceId: readTraceId(own) } : {};
  const trace = createTrace(window.crypto.getRandomValues(new Uint8Array(24)));
  const added: [string, string][] = [
    [TRACE, trace.header],
    [SESSION, correlation.sessionId],
  ];
  const missing = added.filter(([name]) => !asked.has(name));
  const traceId = own ? readTraceId(own) : trace.traceId;
  const { xhr, args } = call;
  if (xhr?.readyState === XMLHttpRequest.OPENED) {
    for (const [name, value] of missing) xhr.setRequestHeader(name, value);
    return { traceId };
  }
  if (!args) return own ? { traceId } : {};
  const headers = new Headers(asked);
  for (const [name, value] of missing) headers.set(name, value);
  return { traceId, args: withHeaders(args, headers) };
}

function modeOf({ args: [input, init] = [] }: ExchangeCall): unknown {
  const mode: unknown = typeof init === 'object' && init !== null ? Reflect.get(init, 'mode') : undefined;
  return mode ?? (input instanceof Request ? input.mode : undefined);
}
