import { patchMethod, type Method } from '../../browser/patch.ts';
import type { Stoppable } from '../../tools/stop.ts';
import { attempt } from '../observe.ts';
import type { CaptureScope, Emit } from '../tracker.ts';
import { beginExchange, emitExchange } from './exchange.ts';

/** Observes beacons. Nobody learns their answers, so the status is 0; they fail when the browser doesn't take them. */
export function trackBeacon(emit: Emit, scope: CaptureScope): Stoppable {
  const observing = (original: Method): Method =>
    function (...args) {
      const request = { api: 'beacon' as const, method: 'POST', url: args[0], body: args[1] };
      const exchange = attempt(scope, () => beginExchange(scope, request));
      const isQueued = Reflect.apply(original, this, args);
      if (exchange) attempt(scope, () => emitExchange(emit, scope, exchange, { status: 0, failed: isQueued !== true }));
      return isQueued;
    };
  return patchMethod(scope.window.Navigator.prototype, 'sendBeacon', observing);
}
