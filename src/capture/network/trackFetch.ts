import { patchMethod, type Method } from '../../browser/patch.ts';
import type { Stoppable } from '../../tools/stop.ts';
import { attempt } from '../observe.ts';
import type { CaptureScope, Emit } from '../tracker.ts';
import { beginExchange, emitExchange, failure, parseLength, parseType, type Exchange } from './exchange.ts';

/**
 * Observes `fetch` up to the response's head. Bodies are neither cloned nor read, so streams flow as before. The promise
 * that the page gets is one that follows the browser's: if we only listened to that one, a rejection that the page doesn't
 * handle would count as handled.
 */
export function trackFetch(emit: Emit, scope: CaptureScope): Stoppable {
  const finish = (exchange: Exchange, response: unknown) => {
    if (!(response instanceof scope.window.Response)) return;
    const { headers, status } = response;
    const known = { ...parseLength(headers.get('content-length')), ...parseType(headers.get('content-type')) };
    emitExchange(emit, scope, exchange, { status, failed: response.type === 'error', ...known, answer: response });
  };
  const observing = (original: Method): Method =>
    function (...args) {
      const request = attempt(scope, () => readRequest(args, scope));
      const exchange = attempt(scope, () => request && beginExchange(scope, request, { args }));
      const answer = Reflect.apply(original, this, exchange?.deep?.args ?? args);
      if (exchange === undefined || !(answer instanceof scope.window.Promise)) return answer;
      return answer.then(
        (response: unknown) => {
          attempt(scope, () => finish(exchange, response));
          return response;
        },
        (error: unknown) => {
          attempt(scope, () => {
            // A time limit is the page's own, too, but says something about the server.
            const isAborted = request?.signal?.aborted === true && !isTimeout(error);
            emitExchange(emit, scope, exchange, { ...failure(scope, error), ...(isAborted && { aborted: true }) });
          });
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
  const signal: unknown = Reflect.get(options, 'signal') ?? (input instanceof Request ? input.signal : undefined);
  return {
    api: 'fetch' as const,
    method: typeof method === 'string' ? method : 'GET',
    url: input instanceof Request ? input.url : input,
    body,
    signal: signal instanceof scope.window.AbortSignal ? signal : undefined,
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
