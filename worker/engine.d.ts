import type { WorkerApi, WorkerStart, WorkerStarted } from '../src/wire/index.ts';
import type { WorkerScope } from './scope.ts';
/** A started worker. `stop` ends it for good: what runs is given up, what is stored stays. */
export interface Engine extends Omit<WorkerApi, 'start'> {
    started: WorkerStarted;
    stop(): void;
}
export declare function startEngine(scope: WorkerScope, start: WorkerStart, onDeleted: () => void): Promise<Engine>;
