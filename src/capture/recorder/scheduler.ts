import { takeNatives } from '../../browser/natives.ts';
import type { Stoppable } from '../../tools/stop.ts';
import type { CaptureScope } from '../tracker.ts';
import { sliceMs, WAIT_MAX_MS } from './slices.ts';

/** Lets work be done in slices when the page is idle. */
export interface Scheduler extends Stoppable {
  /** There is something to do: in a while, with what comes until then. Costs next to nothing where that is known. */
  want(): void;
}

/** Where there is no requestIdleCallback (Safari): long enough for a frame to be drawn first. */
const NO_IDLE_MS = 30;

/**
 * @param work does what it can until `isOver`, and says whether something is left
 * @param collectMs how long changes are collected before they are told
 */
export function createScheduler(
  { window, guard }: Pick<CaptureScope, 'window' | 'guard'>,
  work: (isOver: () => boolean) => boolean,
  collectMs: () => number,
): Scheduler {
  const natives = takeNatives(window);
  const now = () => window.performance.now();
  let waiting: Stoppable | undefined;
  let isStopped = false;

  const slice = (idleMs: number | undefined) => {
    // As long as this works nobody has to ask for it.
    const until = now() + sliceMs(idleMs);
    // Who was made to wait goes on, whatever the user does.
    const isOver = () => now() >= until || (idleMs !== undefined && hasInput(window));
    let isLeft = false;
    try {
      isLeft = work(isOver);
    } finally {
      waiting = isLeft && !isStopped ? awaitIdle() : undefined;
    }
  };
  const begin = () => {
    waiting = awaitIdle();
  };
  const awaitIdle = (): Stoppable => {
    if (typeof window.requestIdleCallback !== 'function' || window.document.visibilityState === 'hidden') {
      return after(NO_IDLE_MS, () => {
        slice(undefined);
      });
    }
    const take = guard((deadline: IdleDeadline) => {
      slice(deadline.didTimeout ? undefined : deadline.timeRemaining());
    });
    const request = window.requestIdleCallback(take, { timeout: WAIT_MAX_MS });
    return { stop: () => window.cancelIdleCallback(request) };
  };
  const after = (ms: number, callback: () => void): Stoppable => {
    const timer = natives.setTimeout(guard(callback), ms);
    return { stop: () => natives.clearTimeout(timer) };
  };
  return {
    want() {
      if (waiting || isStopped) return;
      waiting = after(collectMs(), begin);
    },
    stop() {
      isStopped = true;
      waiting?.stop();
      waiting = undefined;
    },
  };
}

/** Somebody has done something that the page can't answer while we work (https://wicg.github.io/is-input-pending/). */
function hasInput({ navigator }: Window): boolean {
  const { scheduling } = navigator as { scheduling?: { isInputPending?: () => boolean } };
  return scheduling?.isInputPending?.() ?? false;
}
