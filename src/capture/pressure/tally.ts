import type { Load } from './govern.ts';

/** What has been spent since somebody asked last. */
export interface Tally {
  add(busyMs: number, changeCount: number): void;
  take(): Load;
  /** Nothing has come until now but what is counted already. */
  rest(): void;
}

export function createTally(now: () => number): Tally {
  let busyMs = 0;
  let changeCount = 0;
  let startedAt = now();
  return {
    add(ms, count) {
      busyMs += ms;
      changeCount += count;
    },
    take() {
      const lengthMs = now() - startedAt;
      startedAt += lengthMs;
      const taken = { busyMs, changeCount, lengthMs };
      busyMs = changeCount = 0;
      return taken;
    },
    rest() {
      startedAt = now();
    },
  };
}
