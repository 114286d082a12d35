import { patchMethod, type Method } from '../../browser/patch.ts';
import type { Stoppable } from '../../tools/stop.ts';
import { attempt } from '../observe.ts';
import type { CaptureScope, Emit } from '../tracker.ts';
import { beginExchange, emitExchange, failure, parseLength, type Exchange } from './exchange.ts';

/**
 * Observes `fetch` up to the response's head. Bodies are neither cloned nor read, so streams flow as before. The promise
 * that the page gets is one that follows the browser's: if we only listened to that one, a rejection that the page doesn't
 * handle would count as handled.
 */
export function trackFetch(emit: Emit, scope: CaptureScope): Stoppable {
  const finish = (exchange: Exchange, response: unknown) => {
    if (!(response instanceof scope.window.Response)) return;
    const size = parseLength(response.headers.get('content-length'));
    emitExchange(emit, scope, exchange, { status: response.status, failed: response.type === 'error', ...size });
  };
  const observing = (original: Method): Method =>
    function (...args) {
      const exchange = attempt(scope, () => beginExchange(scope, readRequest(args, scope)));
      const answer = Reflect.apply(original, this, args);
      if (exchange === undefined || !(answer instanceof scope.window.Promise)) return answer;
      return answer.then(
        (response: unknown) => {
          attempt(scope, () => finish(exchange, response));
          return response;
        },
        (error: unknown) => {
          attempt(scope, () => emitExchange(emit, scope, exchange, failure(error)));
          throw error;
        },
      );
    };
  return patchMethod(scope.window, 'fetch', observing);
}

function readRequest([input, init]: unknown[], scope: CaptureScope) {
  const { Request } = scope.window;
  const options = typeof init === 'object' && init !== null ? init : {};
  const method: unknown = Reflect.get(options, 'method') ?? (input instanceof Request ? input.method : 'GET');
  const body: unknown = Reflect.get(options, 'body');
  return {
    api: 'fetch' as const,
    method: typeof method === 'string' ? method : 'GET',
    url: input instanceof Request ? input.url : input,
    body,
  };
}
