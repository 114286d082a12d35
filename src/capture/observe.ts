import { listen } from '../browser/listen.ts';
import { takeNatives } from '../browser/natives.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { CaptureScope } from './tracker.ts';

/** What listening takes of a scope. */
type ListenScope = Pick<CaptureScope, 'window' | 'guard'>;

/** Listens before the page can stop an event on its way, never holds up scrolling, and reports what the callback throws. */
export function observe(
  scope: Pick<ListenScope, 'guard'>,
  target: EventTarget,
  types: readonly string[],
  callback: (event: Event) => void,
): Stoppable {
  const guarded = scope.guard(callback);
  return stopAll(types.map((type) => listen(target, type, guarded, { capture: true, passive: true })));
}

/** The result of what may fail on a strange object of the host, undefined then; the failure is reported. */
export function attempt<T>(scope: CaptureScope, action: () => T): T | undefined {
  const result: { value?: T } = {};
  scope.guard(() => {
    result.value = action();
  })();
  return result.value;
}

export interface Delay extends Stoppable {
  /** Begins the time unless it runs already. */
  begin(): void;
  /** Ends it now: the callback runs at once if it was due. */
  flush(): void;
  /** Ends it without the callback; it may begin again. */
  cancel(): void;
}

/**
 * Calls back so long after the first `begin`, once for all that came in between; at once when the page is hidden or left, before
 * what has been captured is saved. One timer, and only while it is due.
 */
export function createDelay(scope: ListenScope, delayMs: number, callback: () => void): Delay {
  const natives = takeNatives(scope.window);
  const guarded = scope.guard(callback);
  let timer: number | undefined;
  let leaving: Stoppable | undefined;
  const cancel = () => {
    natives.clearTimeout(timer);
    timer = undefined;
  };
  const flush = () => {
    if (timer === undefined) return;
    cancel();
    guarded();
  };
  return {
    begin() {
      if (timer !== undefined) return;
      timer = natives.setTimeout(flush, delayMs);
      leaving ??= observe(scope, scope.window, ['pagehide', 'visibilitychange'], flush);
    },
    flush,
    cancel,
    stop() {
      cancel();
      leaving?.stop();
      leaving = undefined;
    },
  };
}
