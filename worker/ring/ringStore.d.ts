import type { AgentState } from '../../src/wire/index.ts';
import type { WorkerScope } from '../scope.ts';
import type { Store } from './store.ts';
/**
 * The store that callers see: the database, opened when it is first needed and again after its connection was lost; where
 * that fails, memory, with the reason. Callers never know which.
 */
export interface RingStore extends Store {
    state(): {
        storage: AgentState['storage'];
        reasons: string[];
    };
    /** Refuses every further access; what runs is rolled back or its last. */
    end(): void;
    /** Ends, and deletes the database. */
    destroy(): Promise<void>;
}
/** Thrown by every access after the end. */
export declare class StoreEndedError extends Error {
    readonly name = "StoreEndedError";
}
export interface RingStoreOptions {
    scope: WorkerScope;
    name: string;
    /** Another tab has deleted the database. */
    onDeleted(): void;
    /** The device is full: drops what may go, and says whether anything did. */
    makeRoom(): Promise<boolean>;
}
export declare function createRingStore({ scope, name, onDeleted, makeRoom }: RingStoreOptions): RingStore;
