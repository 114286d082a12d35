import type { WorkerScope } from './scope.ts';

/** Thrown where something took longer than it was given. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/** What `task` resolves to, or a rejection after `limitMs`; the task goes on, its result is for `late`. */
export function within<R>(
  scope: Pick<WorkerScope, 'setTimeout' | 'clearTimeout'>,
  limitMs: number,
  task: Promise<R>,
  late: (result: R) => void = () => undefined,
): Promise<R> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const timer = scope.setTimeout(() => {
      isOver = true;
      reject(new TimeLimitError(`took longer than ${String(limitMs)} ms`));
    }, limitMs);
    task.then(
      (result) => {
        scope.clearTimeout(timer);
        if (isOver) late(result);
        else resolve(result);
      },
      (error: unknown) => {
        scope.clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
