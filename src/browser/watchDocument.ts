import type { Stoppable } from '../tools/stop.ts';
import { takeNative } from './natives.ts';

/**
 * Calls back when the page has put another document in this one's place by `document.open`, which also takes all listeners
 * away, ours among them (https://html.spec.whatwg.org/multipage/dynamic-markup-insertion.html#document-open-steps).
 */
export function watchDocument(window: Window & typeof globalThis, callback: () => void): Stoppable {
  const { document } = window;
  let root: Element | null = document.documentElement;
  const Observer = takeNative(window, 'MutationObserver', window.MutationObserver);
  const observer = new Observer(() => {
    const next = document.documentElement as Element | null;
    if (next === null || next === root) return;
    const isFirst = root === null;
    root = next;
    if (!isFirst) callback();
  });
  observer.observe(document, { childList: true });
  return {
    stop() {
      observer.disconnect();
    },
  };
}
