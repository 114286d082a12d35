import { whenIdle } from '../../browser/idle.ts';
import { takeNative, takeNatives } from '../../browser/natives.ts';
import { stopAll, type Stoppable } from '../../tools/stop.ts';
import type { CaptureScope, Emit } from '../tracker.ts';

/** An element that a state is about. */
export interface Awaited {
  selector: string;
  /** As far as is known: its state is entered. */
  isShown: boolean;
}

/** Changes of the document are gathered for so long, and looked at when the page has nothing better to do. */
const LOOK_EVERY_MS = 100;
const IDLE_WITHIN_MS = 500;
/** Each is a search through the document. */
const SELECTOR_COUNT_MAX = 20;

/**
 * Says when the document gets an element that a selector names, and when it has none any more. Shadow roots are not searched.
 * Nothing is measured, and nothing of the page's is patched.
 */
export function trackPresence(emit: Emit, scope: CaptureScope, awaited: Awaited[]): Stoppable {
  const { window, guard, now } = scope;
  const { document } = window;
  const natives = takeNatives(window);
  const say = (code: string, message: string) => emit({ kind: 'agent', at: now(), data: { code, message } });
  if (awaited.length > SELECTOR_COUNT_MAX) {
    say('selector_too_many', `only the first ${String(SELECTOR_COUNT_MAX)} elements that states are about are watched`);
  }
  const shown = new Map<string, boolean>();
  for (const { selector, isShown } of awaited.slice(0, SELECTOR_COUNT_MAX)) shown.set(selector, isShown);
  let timer: number | undefined;
  let waiting: Stoppable | undefined;
  const look = guard(() => {
    timer = undefined;
    for (const [selector, before] of shown) {
      const isShown = find(document, selector);
      if (isShown === undefined) {
        shown.delete(selector);
        say('selector_invalid', `no selector: ${selector}`);
      } else if (isShown !== before) {
        shown.set(selector, isShown);
        emit({ kind: 'page', at: now(), data: { type: isShown ? 'elementShown' : 'elementGone', selector } });
      }
    }
  });
  const schedule = guard(() => {
    timer ??= natives.setTimeout(() => {
      waiting = whenIdle(window, look, IDLE_WITHIN_MS);
    }, LOOK_EVERY_MS);
  });
  const Observer = takeNative(window, 'MutationObserver', window.MutationObserver);
  const observer = new Observer(schedule);
  observer.observe(document, { subtree: true, childList: true, attributes: true });
  schedule();
  return stopAll([
    { stop: () => observer.disconnect() },
    { stop: () => natives.clearTimeout(timer) },
    { stop: () => waiting?.stop() },
  ]);
}

/** Undefined where the selector is none. */
function find(document: Document, selector: string): boolean | undefined {
  try {
    return document.querySelector(selector) !== null;
  } catch {
    return undefined;
  }
}
