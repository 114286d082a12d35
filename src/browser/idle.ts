import type { Stoppable } from '../tools/stop.ts';
import { takeNatives } from './natives.ts';

/** Where there is no requestIdleCallback (Safari): late enough for the page's own work to go first. */
const FALLBACK_DELAY_MS = 200;

/** Calls back when the page has nothing better to do, at the latest after `timeoutMs`. */
export function whenIdle(window: Window & typeof globalThis, callback: () => void, timeoutMs: number): Stoppable {
  if (typeof window.requestIdleCallback !== 'function') {
    const natives = takeNatives(window);
    const timer = natives.setTimeout(callback, FALLBACK_DELAY_MS);
    return { stop: () => natives.clearTimeout(timer) };
  }
  const request = window.requestIdleCallback(() => callback(), { timeout: timeoutMs });
  return { stop: () => window.cancelIdleCallback(request) };
}
