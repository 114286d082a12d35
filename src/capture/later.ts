import { takeNatives } from '../browser/natives.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { CaptureScope } from './tracker.ts';

/** Work that can wait until the page has answered its user and has been painted. Done in the order in which it was asked for. */
export interface Later extends Stoppable {
  do(action: () => void): void;
  /** All of it now: whoever wants what was captured, or takes something that has to come behind it, asks for that first. */
  flush(): void;
}

/** As long as the recorder collects what changes: most pages have answered and painted by then. */
export const LATER_MS = 100;
/** Half a frame; what is left then is done in another task. */
const SLICE_MS = 8;

export function createLater({ window, guard }: Pick<CaptureScope, 'window' | 'guard'>): Later {
  const natives = takeNatives(window);
  let actions: (() => void)[] = [];
  let next = 0;
  let isWorking = false;
  let timer: number | undefined;
  const work = (isOver: () => boolean) => {
    // An action may ask for what is being done already.
    if (isWorking) return;
    isWorking = true;
    // One that fails must not keep the others.
    for (let action = actions[next]; action; action = actions[next]) {
      next += 1;
      guard(action)();
      if (isOver()) break;
    }
    isWorking = false;
    natives.clearTimeout(timer);
    timer = undefined;
    if (next < actions.length) timer = natives.setTimeout(slice, 0);
    else [actions, next] = [[], 0];
  };
  const slice = () => {
    const until = window.performance.now() + SLICE_MS;
    work(() => window.performance.now() >= until);
  };
  return {
    do(action) {
      actions.push(action);
      timer ??= natives.setTimeout(slice, LATER_MS);
    },
    flush() {
      if (actions.length > 0) work(() => false);
    },
    stop() {
      natives.clearTimeout(timer);
      actions = [];
      next = 0;
    },
  };
}
