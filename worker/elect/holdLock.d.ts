import type { WorkerScope } from '../scope.ts';
export interface HeldLock {
    release(): void;
}
type LockScope = Pick<WorkerScope, 'locks' | 'setTimeout' | 'clearTimeout'>;
/** Takes a Web Lock until it is released; undefined where there are none, or it was not to be had within `limitMs`. */
export declare function holdLock(scope: LockScope, name: string, limitMs: number): Promise<HeldLock | undefined>;
export {};
