import type { Stoppable } from './stop.ts';

/** Begins one thing after the other, in tasks that are over soon: a page that loads has a user to answer. */
export interface Turns extends Stoppable {
  /**
   * Puts something at the end of the row. What is stopped before its turn never begins; what it has begun is stopped with it.
   * Begins with `now` or `soon`.
   */
  add(begin: () => Stoppable | undefined): Stoppable;
  /** Begins what fits into this task, which has done other things already, unless more has waited before; the rest follows. */
  now(): void;
  /** Begins in another task than this. */
  soon(): void;
}

/** After so long nothing else begins in a task of its own, or in one that does something else, too. */
const SLICE_MS = 8;
const SHARED_SLICE_MS = 4;

export function createTurns(scope: {
  now(): number;
  /** Takes what one throws, so that the others begin all the same. */
  guard(callback: () => void): () => void;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
}): Turns {
  const waiting = new Set<() => void>();
  let isRunning = false;
  let timer: number | undefined;
  const slice = (lengthMs: number) => {
    timer = undefined;
    isRunning = true;
    const until = scope.now() + lengthMs;
    for (const begin of waiting) {
      waiting.delete(begin);
      scope.guard(begin)();
      if (scope.now() >= until) break;
    }
    isRunning = false;
    soon();
  };
  const take = () => {
    slice(SLICE_MS);
  };
  const soon = () => {
    if (waiting.size > 0 && !isRunning) timer ??= scope.setTimeout(take, 0);
  };
  return {
    add(begin) {
      let begun: Stoppable | undefined;
      let isStopped = false;
      const turn = () => {
        begun = begin();
        // It may have asked for its own end.
        if (isStopped) begun?.stop();
      };
      waiting.add(turn);
      return {
        stop() {
          isStopped = true;
          waiting.delete(turn);
          begun?.stop();
        },
      };
    },
    now() {
      if (timer === undefined && !isRunning) slice(SHARED_SLICE_MS);
    },
    soon,
    stop() {
      scope.clearTimeout(timer);
      timer = undefined;
      waiting.clear();
    },
  };
}
