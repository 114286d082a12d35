import type { WorkerScope } from './scope.ts';
/** Thrown where something took longer than it was given. */
export declare class TimeLimitError extends Error {
    readonly name = "TimeLimitError";
}
/** What `task` resolves to, or a rejection after `limitMs`; the task goes on, its result is for `late`. */
export declare function within<R>(scope: Pick<WorkerScope, 'setTimeout' | 'clearTimeout'>, limitMs: number, task: Promise<R>, late?: (result: R) => void): Promise<R>;
