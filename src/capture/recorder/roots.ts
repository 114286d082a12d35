import { listen } from '../../browser/listen.ts';
import { elementOf } from '../../browser/marks.ts';
import { patchMethod } from '../../browser/patch.ts';
import { stopAll, type Stoppable } from '../../tools/stop.ts';
import type { CaptureScope } from '../tracker.ts';

type PageWindow = Window & typeof globalThis;
export type Root = Document | ShadowRoot;

/** The documents and shadow roots that are recorded. */
export interface Roots extends Stoppable {
  /** Looks at one; false where that is done already. */
  open(root: Root): boolean;
  /** Leaves those that are no longer recorded. */
  sweep(isRecorded: (root: Root) => boolean): void;
}

/**
 * @param deps.watch whatever else looks at a root
 * @param deps.onChanged there may be another root below this element now: a shadow root, or another document of a frame
 */
export function createRoots(
  { guard }: Pick<CaptureScope, 'guard'>,
  deps: { watch(root: Root): Stoppable; onChanged(element: Element): void },
): Roots {
  const open = new Map<Root, Stoppable>();
  const changed = guard(deps.onChanged);
  const start = (root: Root): Stoppable => {
    const loads = listen(
      root,
      'load',
      guard(({ target }) => {
        const element = elementOf(target as Node | null);
        if (element && 'contentDocument' in element) changed(element);
      }),
      { capture: true, passive: true },
    );
    const window = 'defaultView' in root ? root.defaultView : null;
    return stopAll([deps.watch(root), loads, ...(window ? [watchShadows(window, changed)] : [])]);
  };
  return {
    open(root) {
      const isNew = !open.has(root);
      if (isNew) open.set(root, start(root));
      return isNew;
    },
    sweep(isRecorded) {
      for (const [root, parts] of open) {
        if (isRecorded(root)) continue;
        parts.stop();
        open.delete(root);
      }
    },
    stop() {
      for (const parts of open.values()) parts.stop();
      open.clear();
    },
  };
}

/** Attaching a shadow root is nothing that observers are told of. */
function watchShadows(window: PageWindow, onAttached: (host: Element) => void): Stoppable {
  return patchMethod(
    window.Element.prototype,
    'attachShadow',
    (original) =>
      function (this: unknown, ...args) {
        const root = original.apply(this, args);
        onAttached(this as Element);
        return root;
      },
  );
}
