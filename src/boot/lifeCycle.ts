import { listen } from '../browser/listen.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { Guard } from './guard.ts';

export interface LifeCycleScope {
  window: Window;
  guard: Guard;
  /** The page may never run again: save what must not be lost. */
  onHidden(): void;
  /** The page goes, perhaps into the back/forward cache (`isCached`): nothing may stay open. */
  onLeave(isCached: boolean): void;
  onVisible(): void;
  /** Back from the back/forward cache. */
  onReturn(): void;
}

/** The moments of a page's life that decide what survives. `hidden` is the last that every browser announces. */
export function startLifeCycle(scope: LifeCycleScope): Stoppable {
  const { window, guard } = scope;
  return stopAll([
    listen(
      window.document,
      'visibilitychange',
      guard(() => {
        if (window.document.visibilityState === 'hidden') scope.onHidden();
        else scope.onVisible();
      }),
    ),
    listen(
      window,
      'pagehide',
      guard((event: Event) => {
        scope.onLeave((event as PageTransitionEvent).persisted);
      }),
    ),
    listen(
      window,
      'pageshow',
      guard((event: Event) => {
        if ((event as PageTransitionEvent).persisted) scope.onReturn();
      }),
    ),
  ]);
}
