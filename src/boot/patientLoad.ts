import type { Stoppable } from '../tools/stop.ts';

const RETRY_MS = 5_000;
const RETRY_MAX_MS = 5 * 60_000;

export interface PatientLoad<T> extends Stoppable {
  /** Begins loading with the first call. Resolves when the code is there, however long that takes; never rejects. */
  get(): Promise<T>;
}

/** Loads a part of the agent's code. Without a connection that fails: it is tried again, more and more rarely. */
export function createPatientLoad<T>(deps: {
  load(): Promise<T>;
  note(reason: string): void;
  setTimeout(callback: () => void, ms: number): number;
}): PatientLoad<T> {
  let loading: Promise<T> | undefined;
  let failureCount = 0;
  let isStopped = false;

  const attempt = (resolve: (loaded: T) => void) => {
    if (isStopped) return;
    deps.load().then(resolve, (error: unknown) => {
      deps.note(`code of the agent could not be loaded: ${String(error)}`);
      deps.setTimeout(
        () => {
          attempt(resolve);
        },
        Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** failureCount),
      );
      failureCount += 1;
    });
  };
  return {
    get() {
      loading ??= new Promise<T>(attempt);
      return loading;
    },
    stop() {
      isStopped = true;
    },
  };
}
