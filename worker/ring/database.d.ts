import type { WorkerScope } from '../scope.ts';
import type { Store } from './store.ts';
export interface DatabaseEvents {
    /** Somebody deletes the database: what is stored on the device is not wanted any more. */
    onDeleted(): void;
    /** The connection is gone. */
    onClosed(): void;
}
export declare function openDatabase(scope: WorkerScope, name: string, events: DatabaseEvents): Promise<Store>;
/** Resolves when it is deleted; while another tab has it open, the browser does that later. */
export declare function deleteDatabase(scope: WorkerScope, name: string): Promise<void>;
