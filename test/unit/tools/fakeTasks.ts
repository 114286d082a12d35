import { createTurns } from '../../../src/tools/turns.ts';

/** Tasks of a page whose time passes only by work. */
export function createFakeTasks() {
  let now = 0;
  let last = 0;
  const due = new Map<number, () => void>();
  const scope = {
    now: () => now,
    setTimeout(callback: () => void) {
      last += 1;
      due.set(last, callback);
      return last;
    },
    clearTimeout: (timer: number | undefined) => void due.delete(timer ?? 0),
  };
  const failures: unknown[] = [];
  const guard = (callback: () => void) => () => {
    try {
      callback();
    } catch (error) {
      failures.push(error);
    }
  };
  return {
    failures,
    turns: createTurns({ ...scope, guard }),
    /** Something takes so long. */
    work(ms: number) {
      now += ms;
    },
    /** The next task; false where none is due. */
    next(): boolean {
      const [first] = due;
      if (!first) return false;
      due.delete(first[0]);
      first[1]();
      return true;
    },
    dueCount: () => due.size,
  };
}
