import { listen } from '../../browser/listen.ts';
import { stopAll, type Stoppable } from '../../tools/stop.ts';
import type { CaptureScope } from '../tracker.ts';

/** Calls back when the page is hidden or left, before what has been captured is saved. */
export function whenLeaving(
  { window, guard }: Pick<CaptureScope, 'window' | 'guard'>,
  callback: () => void,
): Stoppable {
  const leave = guard(() => {
    if (window.document.visibilityState === 'hidden') callback();
  });
  return stopAll([
    listen(window, 'pagehide', guard(callback), { capture: true }),
    listen(window, 'visibilitychange', leave, { capture: true }),
  ]);
}

/** Calls back once, at once where the document has been parsed already. */
export function whenParsed({ window, guard }: Pick<CaptureScope, 'window' | 'guard'>, callback: () => void): Stoppable {
  const { document } = window;
  if (document.readyState !== 'loading') {
    guard(callback)();
    return { stop: () => undefined };
  }
  return listen(document, 'DOMContentLoaded', guard(callback), { once: true });
}
