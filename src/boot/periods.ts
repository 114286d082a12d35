import type { ScreenRule } from '../wire/ruleSet.ts';
import type { Stoppable } from '../tools/stop.ts';

/** Follows the rules that ask for something regularly: one timer for each, while its states are entered. */
export interface Periods extends Stoppable {
  /** Rules or states may have changed. A rule that goes on keeps its rhythm. */
  refresh(): void;
}

export interface PeriodsScope {
  /** The rules that apply now. */
  active(): ScreenRule[];
  /** False where its limits forbid following it now. */
  take(rule: ScreenRule): boolean;
  onDue(rule: ScreenRule): void;
  isVisible(): boolean;
  guard<A extends unknown[]>(callback: (...args: A) => void): (...args: A) => void;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
}

interface Running {
  rule: ScreenRule;
  timer: number;
}

export function createPeriods(scope: PeriodsScope): Periods {
  const running = new Map<string, Running>();
  let isStopped = false;
  const schedule = (rule: ScreenRule) => {
    const tick = scope.guard(() => {
      schedule(rule);
      // A page that nobody sees keeps its rhythm, but nothing is taken of it.
      if (scope.isVisible() && scope.take(rule)) scope.onDue(rule);
    });
    running.set(rule.id, { rule, timer: scope.setTimeout(tick, rule.everyMs ?? Number.POSITIVE_INFINITY) });
  };
  const end = (id: string) => {
    scope.clearTimeout(running.get(id)?.timer);
    running.delete(id);
  };
  return {
    refresh() {
      if (isStopped) return;
      const active = new Map(scope.active().map((rule) => [rule.id, rule]));
      for (const [id, { rule }] of running) {
        const now = active.get(id);
        if (now?.everyMs !== rule.everyMs || now?.target !== rule.target) end(id);
      }
      for (const rule of active.values()) if (!running.has(rule.id)) schedule(rule);
    },
    stop() {
      isStopped = true;
      for (const id of [...running.keys()]) end(id);
    },
  };
}
