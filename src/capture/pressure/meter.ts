import { takeNative } from '../../browser/natives.ts';
import type { Stoppable } from '../../tools/stop.ts';
import type { Load } from './govern.ts';

/** Measures what the recording of changes costs, whoever records. */
export interface Meter extends Stoppable {
  /** Measures the observers that the action creates: ours stand before and behind them, and browsers call them in order. */
  around(action: () => void): void;
  /** Only counts changes. */
  count(): void;
  /** What has come since the last time. */
  take(): Load;
  /** Nothing has come until now but what is counted already. */
  rest(): void;
}

const EVERYTHING = { subtree: true, childList: true, characterData: true, attributes: true };

export function createMeter(
  window: Window & typeof globalThis,
  deps: {
    guard<A extends unknown[]>(callback: (...args: A) => void): (...args: A) => void;
    /** Something has changed. */
    onChange(): void;
  },
): Meter {
  const Observer = takeNative(window, 'MutationObserver', window.MutationObserver);
  const now = () => window.performance.now();
  let observers: MutationObserver[] = [];
  let load = { busyMs: 0, changeCount: 0 };
  let startedAt = now();
  let beganAt = now();
  const add = (callback: (records: MutationRecord[]) => void) => {
    const observer = new Observer(deps.guard(callback));
    observer.observe(window.document, EVERYTHING);
    observers.push(observer);
  };
  const stop = () => {
    for (const observer of observers) observer.disconnect();
    observers = [];
  };
  const count = () => {
    stop();
    add((records) => {
      load.changeCount += records.length;
      beganAt = now();
      deps.onChange();
    });
  };
  return {
    count,
    around(action) {
      count();
      action();
      add(() => {
        load.busyMs += now() - beganAt;
      });
    },
    take() {
      const lengthMs = now() - startedAt;
      startedAt += lengthMs;
      const taken = { ...load, lengthMs };
      load = { busyMs: 0, changeCount: 0 };
      return taken;
    },
    rest() {
      startedAt = now();
    },
    stop,
  };
}
