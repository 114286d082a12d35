import type { Stoppable } from '../tools/stop.ts';

/** Adds a listener, and takes exactly it away again. */
export function listen(
  target: EventTarget,
  type: string,
  callback: (event: Event) => void,
  options: AddEventListenerOptions = {},
): Stoppable {
  target.addEventListener(type, callback, options);
  return {
    stop() {
      target.removeEventListener(type, callback, options);
    },
  };
}
