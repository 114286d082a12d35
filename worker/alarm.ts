import type { WorkerScope } from './scope.ts';

/**
 * Everything of the worker that happens later, on one timer: each name has at most one time, and while no name has one
 * there is no timer, so that an idle page costs nothing.
 */
export interface Alarm {
  /** Calls `task` after `delayMs`; an earlier time that was set before stays. */
  set(name: string, delayMs: number, task: () => void): void;
  clear(name: string): void;
  stop(): void;
}

type AlarmScope = Pick<WorkerScope, 'uptimeMs' | 'setTimeout' | 'clearTimeout'>;

/** setTimeout takes 31 bits of milliseconds; longer waits are cut into several. */
const LONGEST_MS = 2 ** 31 - 1;

export function createAlarm(scope: AlarmScope): Alarm {
  const entries = new Map<string, { at: number; task: () => void }>();
  let timer: number | undefined;

  const arm = (): void => {
    if (timer !== undefined) scope.clearTimeout(timer);
    timer = undefined;
    if (entries.size === 0) return;
    const next = Math.min(...[...entries.values()].map(({ at }) => at));
    timer = scope.setTimeout(ring, Math.min(Math.max(0, next - scope.uptimeMs()), LONGEST_MS));
  };
  const ring = (): void => {
    const now = scope.uptimeMs();
    const due = [...entries].filter(([, { at }]) => at <= now);
    for (const [name] of due) entries.delete(name);
    arm();
    for (const [, { task }] of due) task();
  };
  return {
    set(name, delayMs, task) {
      const at = scope.uptimeMs() + delayMs;
      const current = entries.get(name);
      if (current !== undefined && current.at <= at) return;
      entries.set(name, { at, task });
      arm();
    },
    clear(name) {
      if (entries.delete(name)) arm();
    },
    stop() {
      entries.clear();
      arm();
    },
  };
}
