import type { WorkerScope } from './scope.ts';

/** Thrown where something took longer than it was given. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/** What `task` resolves to, or a rejection after `limitMs`; the task goes on, its result is for `late`. */
export function within<R>(
  { limits }: Pick<WorkerScope, 'limits'>,
  limitMs: number,
  task: Promise<R>,
  late: (result: R) => void = () => undefined,
): Promise<R> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const timer = limits.setTimeout(() => {
      isOver = true;
      reject(new TimeLimitError(`took longer than ${String(limitMs)} ms`));
    }, limitMs);
    task.then(
      (result) => {
        limits.clearTimeout(timer);
        if (isOver) late(result);
        else resolve(result);
      },
      (error: unknown) => {
        limits.clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
