import { connectionOf } from '../browser/connection.ts';
import type { Stoppable } from '../tools/stop.ts';
import { ScreenError } from './ScreenError.ts';

/** Long tasks of the page within `BUSY_WITHIN_MS` that together take so long: an image now would make it worse. */
const BUSY_MS = 150;
const BUSY_WITHIN_MS = 1_500;
const SLOW_LINKS: readonly unknown[] = ['slow-2g', '2g'];

/** Whether page, device and link leave room for an image. */
export interface Pressure extends Stoppable {
  /** Why an image has to wait, or can't be had. */
  now(): { error: ScreenError; mayPass: boolean } | undefined;
  /** An image is done: tasks up to now may have been its own. */
  forgive(): void;
}

export function createPressure(window: Window & typeof globalThis): Pressure {
  let forgivenAt = 0;
  let tasks: PerformanceEntry[] = [];
  const recent = () => tasks.filter(({ startTime }) => startTime > forgivenAt && !isOver(startTime));
  const isOver = (startTime: number) => startTime < window.performance.now() - BUSY_WITHIN_MS;
  const observer = observeLongTasks(window, (entries) => {
    tasks = [...recent(), ...entries];
  });
  return {
    now() {
      if (isLinkPoor(window.navigator))
        return refuse('image_postponed', 'the link is slow, or data is to be saved', false);
      if (window.document.visibilityState === 'hidden') return refuse('image_postponed', 'the page is hidden');
      const busyMs = recent().reduce((sum, { duration }) => sum + duration, 0);
      return busyMs >= BUSY_MS ? refuse('image_busy', 'the page is busy') : undefined;
    },
    forgive() {
      forgivenAt = window.performance.now();
    },
    stop() {
      observer?.disconnect();
    },
  };
}

function refuse(code: 'image_postponed' | 'image_busy', message: string, mayPass = true) {
  return { error: new ScreenError(code, message), mayPass };
}

/** Browsers other than Chromium tell nothing; there the page's idle time has to do. */
function observeLongTasks(
  window: Window & typeof globalThis,
  callback: (entries: PerformanceEntry[]) => void,
): PerformanceObserver | undefined {
  if (!window.PerformanceObserver.supportedEntryTypes.includes('longtask')) return undefined;
  const observer = new window.PerformanceObserver((list) => callback(list.getEntries()));
  observer.observe({ type: 'longtask' });
  return observer;
}

function isLinkPoor(navigator: Navigator): boolean {
  const connection = connectionOf(navigator);
  return connection?.saveData === true || SLOW_LINKS.includes(connection?.effectiveType);
}
