import { listen } from '../browser/listen.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';

/** Calls back once, at the next thing that a person does on the page. */
export function onceActive(window: Window, callback: () => void): Stoppable {
  const options = { capture: true, passive: true };
  const listeners = stopAll(
    ['pointerdown', 'keydown', 'scroll'].map((type) =>
      listen(
        window,
        type,
        () => {
          listeners.stop();
          callback();
        },
        options,
      ),
    ),
  );
  return listeners;
}
