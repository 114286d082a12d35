/** Calls for each session when its time has come. One timer for all of them. */
export interface DueTimes {
  /** @param at epoch milliseconds; undefined: there is nothing to wait for */
  set(sessionId: string, at: number | undefined): void;
  stop(): void;
}

export interface DueTimesDeps {
  now: () => number;
  onDue(sessionId: string): void;
}

/** Between two looks at the list, however much falls due: each look goes through all of it. */
const PAUSE_MS = 250;
/** Timers of Node take no more. */
const WAIT_MS_MAX = 2 ** 31 - 1;

export function createDueTimes({ now, onDue }: DueTimesDeps): DueTimes {
  const due = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Infinity;

  const arm = (at: number) => {
    if (at >= timerAt) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(look, Math.min(Math.max(PAUSE_MS, at - now()), WAIT_MS_MAX)).unref();
  };
  const look = () => {
    timerAt = Infinity;
    let next = Infinity;
    for (const [sessionId, at] of [...due]) {
      if (at > now()) next = Math.min(next, at);
      else {
        due.delete(sessionId);
        onDue(sessionId);
      }
    }
    if (next < Infinity) arm(next);
  };
  return {
    set(sessionId, at) {
      due.delete(sessionId);
      if (at === undefined) return;
      due.set(sessionId, at);
      arm(at);
    },
    stop() {
      clearTimeout(timer);
      due.clear();
      timerAt = -Infinity;
    },
  };
}
