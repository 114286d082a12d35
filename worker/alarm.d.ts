import type { WorkerScope } from './scope.ts';
/**
 * Everything of the worker that happens later, on one timer: each name has at most one time, and while no name has one
 * there is no timer, so that an idle page costs nothing.
 */
export interface Alarm {
    /** Calls `task` after `delayMs`; an earlier time that was set before stays. */
    set(name: string, delayMs: number, task: () => void): void;
    clear(name: string): void;
    stop(): void;
}
type AlarmScope = Pick<WorkerScope, 'uptimeMs' | 'setTimeout' | 'clearTimeout'>;
export declare function createAlarm(scope: AlarmScope): Alarm;
export {};
