import { stopAll } from '../../tools/stop.ts';
import type { ExchangeDepth } from '../network/depth.ts';
import { parseType } from '../network/exchange.ts';
import { attempt, observe } from '../observe.ts';
import type { CaptureScope, Tracker } from '../tracker.ts';
import { trackAskedHeaders } from './askHeaders.ts';
import { matchBodyRules } from './bodyRule.ts';
import { createCompletion } from './completion.ts';
import { pickHeaders } from './headers.ts';
import { readRequestBody } from './requestBody.ts';
import { addTrace } from './trace.ts';

/** Headers, bodies and correlation of the exchanges that `trackNetwork` sees, as far as the rules ask for them. */
export const trackDepth: Tracker = (emit, scope) => {
  const asked = trackAskedHeaders(scope);
  const completion = createCompletion(emit, scope);
  const begin: ExchangeDepth['begin'] = (exchange, body, call) => {
    const { network } = scope.details();
    if (!network || typeof exchange.url === 'string') return undefined;
    const headers = asked.of(call);
    const bodies = matchBodyRules(network.bodies ?? [], exchange.url, scope.window.location.origin);
    const type = parseType(headers?.get('content-type') ?? null).mediaType ?? '';
    const raw = bodies.wants('request') ? (readRequestBody(body, type) ?? hiddenBody(call.args, type)) : undefined;
    const { traceId, args } = network.correlate ? addTrace(scope, exchange, call, headers) : {};
    const requestHeaders = pickHeaders(network.headers ?? [], headers, scope.privacy.message);
    const begun = {
      ...{ url: exchange.url, bodies, raw, xhr: call.xhr, headers: network.headers ?? [] },
      startedMs: scope.window.performance.now(),
    };
    return {
      ...(args && { args }),
      end: (at, data, answer) => {
        const known = { ...data, ...(traceId && { traceId }), ...(requestHeaders && { requestHeaders }) };
        completion.end(begun, at, known, answer);
      },
    };
  };
  const depth: ExchangeDepth = {
    opened: asked.forget,
    begin: (...args) => attempt(scope, () => begin(...args)),
  };
  scope.exchangeDepth = depth;
  // Before the page goes, and before what is unsent is put aside.
  const leaving = observe(scope, scope.window, ['visibilitychange', 'pagehide'], ({ type }) => {
    if (type === 'pagehide' || scope.window.document.visibilityState === 'hidden') completion.flush();
  });
  return stopAll([completion, asked, leaving, { stop: () => leave(scope, depth) }]);
};

function leave(scope: CaptureScope, depth: ExchangeDepth): void {
  if (scope.exchangeDepth === depth) scope.exchangeDepth = undefined;
}

/** To read the body of a Request would be to take it away from it. */
function hiddenBody(args: unknown[] | undefined, type: string) {
  const [input] = args ?? [];
  const hasBody = input instanceof Request && input.method !== 'GET' && input.method !== 'HEAD' && type !== '';
  return hasBody ? { type, note: 'in a Request' } : undefined;
}
