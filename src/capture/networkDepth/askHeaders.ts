import { patchMethod, type Method } from '../../browser/patch.ts';
import type { Stoppable } from '../../tools/stop.ts';
import type { ExchangeCall } from '../network/depth.ts';
import { attempt } from '../observe.ts';
import type { CaptureScope } from '../tracker.ts';
import { readHeaders } from './headers.ts';

export interface AskedHeaders extends Stoppable {
  /** The headers that the page asks with; undefined where they can't be known. */
  of(call: ExchangeCall): Headers | undefined;
  forget(xhr: XMLHttpRequest): void;
}

/** An XMLHttpRequest doesn't tell its headers, so that they are noted as they are set. */
export function trackAskedHeaders(scope: CaptureScope): AskedHeaders {
  const noted = new WeakMap<object, Headers>();
  const observing = (original: Method): Method =>
    function (...args) {
      // Throws what it throws without us; then there is nothing to note.
      const result = Reflect.apply(original, this, args);
      attempt(scope, () => {
        if (!(this instanceof XMLHttpRequest)) return;
        const headers = noted.get(this) ?? new Headers();
        headers.append(String(args[0]), String(args[1]));
        noted.set(this, headers);
      });
      return result;
    };
  const patch = patchMethod(scope.window.XMLHttpRequest.prototype, 'setRequestHeader', observing);
  return {
    of({ xhr, args }) {
      if (xhr) return new Headers(noted.get(xhr));
      if (!args) return new Headers();
      const [input, init] = args;
      const given: unknown = typeof init === 'object' && init !== null ? Reflect.get(init, 'headers') : undefined;
      return readHeaders(given ?? (input instanceof scope.window.Request ? input.headers : undefined));
    },
    forget: (xhr) => noted.delete(xhr),
    stop: patch.stop,
  };
}
