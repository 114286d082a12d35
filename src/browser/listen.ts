import type { Stoppable } from '../tools/stop.ts';
import { takeNative } from './natives.ts';

/** Adds a listener, and takes exactly it away again. Zone.js doesn't see it, so that Angular has nothing to do when it is called. */
export function listen(
  target: EventTarget,
  type: string,
  callback: (event: Event) => void,
  options: AddEventListenerOptions = {},
): Stoppable {
  callNative(target, 'addEventListener', [type, callback, options]);
  return {
    stop() {
      callNative(target, 'removeEventListener', [type, callback, options]);
    },
  };
}

function callNative(target: EventTarget, name: 'addEventListener' | 'removeEventListener', args: unknown[]): void {
  Reflect.apply(takeNative(target, name, target[name]), target, args);
}
