/** Wraps every callback of ours that the host or the browser will call. */
export interface Guard {
  <A extends unknown[]>(callback: (...args: A) => void): (...args: A) => void;
}

/** An agent that fails so often switches itself off. */
const FAILURE_COUNT_MAX = 3;

/**
 * What a guarded callback throws never reaches the host; it is reported, and with the third time `onExhausted` is called.
 */
export function createGuard(deps: { note(reason: string): void; onExhausted(): void }): Guard {
  let failureCount = 0;
  return (callback) =>
    (...args) => {
      try {
        callback(...args);
      } catch (error) {
        failureCount += 1;
        if (failureCount <= FAILURE_COUNT_MAX) deps.note(`an error of the agent: ${String(error)}`);
        if (failureCount === FAILURE_COUNT_MAX) deps.onExhausted();
      }
    };
}
