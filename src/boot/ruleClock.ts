import type { Stoppable } from '../tools/stop.ts';

/** Wakes the rules when something is due by time alone: in a page that is looked at, or not. */
export interface RuleClock extends Stoppable {
  /** Something may be due earlier or later than before. */
  refresh(): void;
}

export interface RuleClockScope {
  now(): number;
  /** Infinity where nothing is. */
  dueAt(now: number): number;
  onDue(at: number): void;
  guard<A extends unknown[]>(callback: (...args: A) => void): (...args: A) => void;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
}

/** Browsers take longer times for none at all. */
const WAIT_MAX_MS = 2 ** 31 - 1;

export function startRuleClock(scope: RuleClockScope): RuleClock {
  let timer: number | undefined;
  let setFor = Infinity;
  let isStopped = false;
  const clear = () => {
    scope.clearTimeout(timer);
    timer = undefined;
    setFor = Infinity;
  };
  const refresh = () => {
    const now = scope.now();
    const dueAt = scope.dueAt(now);
    if (dueAt === setFor || isStopped) return;
    clear();
    if (dueAt === Infinity) return;
    setFor = dueAt;
    timer = scope.setTimeout(wake, Math.min(WAIT_MAX_MS, Math.max(0, Math.ceil(dueAt - now))));
  };
  const wake = scope.guard(() => {
    clear();
    scope.onDue(scope.now());
    refresh();
  });
  return {
    refresh,
    // What is still on its way when the agent stops sets no timer any more.
    stop() {
      isStopped = true;
      clear();
    },
  };
}
