import type { WorkerScope } from '../../../worker/scope.ts';

/** Time that the test moves: `now` and all timers of a scope. */
export interface Clock extends Pick<WorkerScope, 'now' | 'uptimeMs' | 'setTimeout' | 'clearTimeout'> {
  /** Lets time pass; timers that come due run in their order, each after what the one before began. */
  advance(ms: number): Promise<void>;
  timerCount(): number;
}

export function createClock(startAt: number): Clock {
  const timers = new Map<number, { at: number; callback: () => void }>();
  let now = startAt;
  let nextId = 1;
  const nextDue = (until: number) => {
    const due = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
    return due[0];
  };
  return {
    now: () => now,
    uptimeMs: () => now - startAt,
    setTimeout(callback, delayMs) {
      nextId += 1;
      timers.set(nextId, { at: now + delayMs, callback });
      return nextId;
    },
    clearTimeout(timer) {
      timers.delete(timer);
    },
    async advance(ms) {
      const until = now + ms;
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        const [id, { at, callback }] = due;
        timers.delete(id);
        now = Math.max(now, at);
        callback();
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      now = until;
    },
    timerCount: () => timers.size,
  };
}
