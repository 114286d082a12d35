import type { WorkerStatus } from '../src/wire/index.ts';
import type { Context } from './context.ts';
/** What the worker knows of itself. */
export declare function readStatus({ store, ids, settings, scope, faults }: Context): Promise<WorkerStatus>;
