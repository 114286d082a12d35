import type { WorkerApi } from '../src/wire/index.ts';
import type { WorkerScope } from './scope.ts';
/** The worker's one face. What it does after `start` is the engine's business. */
export declare function createApi(scope: WorkerScope): WorkerApi;
