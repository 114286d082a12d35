import { listen } from '../../browser/listen.ts';
import { patchMethod, type Method } from '../../browser/patch.ts';
import { stopAll, type Stoppable } from '../../tools/stop.ts';
import { attempt } from '../observe.ts';
import type { CaptureScope, Emit } from '../tracker.ts';
import { beginExchange, emitExchange, failure, parseType, type Exchange, type Outcome } from './exchange.ts';

const ENDS = ['error', 'abort', 'timeout', 'loadend'];

/** Observes XMLHttpRequest by its own events. The response is not read: its size comes with the last event. */
export function trackXhr(emit: Emit, scope: CaptureScope): Stoppable {
  const opened = new WeakMap<object, { method: string; url: unknown }>();
  const pending = new Set<Stoppable>();
  /** Ends what is on its way: the browser breaks it off without an event. */
  const underWay = new WeakMap<object, () => void>();

  const follow = (xhr: XMLHttpRequest, exchange: Exchange): Stoppable => {
    let reason = '';
    const onEnd = scope.guard((event: Event) => {
      if (event.type !== 'loadend') reason = event.type;
      if (event.type !== 'loadend') return;
      handle.stop();
      pending.delete(handle);
      underWay.delete(xhr);
      emitExchange(emit, scope, exchange, outcomeOf(xhr, event, reason));
    });
    underWay.set(xhr, () => {
      handle.stop();
      const broken = { status: 0, failed: true, aborted: true, message: 'abort' };
      if (pending.delete(handle)) emitExchange(emit, scope, exchange, broken);
    });
    const handle = stopAll(ENDS.map((type) => listen(xhr, type, onEnd)));
    pending.add(handle);
    return handle;
  };
  const observingOpen = (original: Method): Method =>
    function (...args) {
      attempt(scope, () => {
        if (!(this instanceof XMLHttpRequest)) return;
        underWay.get(this)?.();
        opened.set(this, { method: String(args[0]), url: args[1] });
        scope.exchangeDepth?.opened(this);
      });
      return Reflect.apply(original, this, args);
    };
  const observingSend = (original: Method): Method =>
    function (...args) {
      const xhr = this instanceof XMLHttpRequest ? this : undefined;
      const request = xhr && opened.get(xhr);
      const exchange = attempt(
        scope,
        () => request && beginExchange(scope, { api: 'xhr', ...request, body: args[0] }, { xhr }),
      );
      if (exchange === undefined || !xhr) return Reflect.apply(original, this, args);
      const handle = follow(xhr, exchange);
      try {
        return Reflect.apply(original, this, args);
      } catch (error) {
        // A synchronous request that fails throws and fires no event.
        handle.stop();
        if (pending.delete(handle)) attempt(scope, () => emitExchange(emit, scope, exchange, failure(scope, error)));
        throw error;
      }
    };
  const { prototype } = scope.window.XMLHttpRequest;
  const patches = [patchMethod(prototype, 'open', observingOpen), patchMethod(prototype, 'send', observingSend)];
  return stopAll([{ stop: () => pending.forEach((handle) => handle.stop()) }, ...patches]);
}

function outcomeOf(xhr: XMLHttpRequest, event: Event, reason: string): Outcome {
  const loaded: unknown = 'loaded' in event ? event.loaded : undefined;
  const size = typeof loaded === 'number' && loaded > 0 ? { responseBytes: loaded } : {};
  const type = parseType(xhr.getResponseHeader('content-type'));
  if (reason === '' && xhr.status > 0) return { status: xhr.status, failed: false, ...size, ...type };
  const aborted = reason === 'abort' ? { aborted: true } : {};
  return { status: 0, failed: true, ...aborted, message: reason === '' ? 'no answer' : reason };
}
