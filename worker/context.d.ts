import type { PageIds, RuleSet, WorkerStart } from '../src/wire/index.ts';
import { type Alarm } from './alarm.ts';
import type { PageLock } from './elect/pageLock.ts';
import { type RingStore } from './ring/ringStore.ts';
import type { WorkerScope } from './scope.ts';
/** What the parts of a started worker share. */
export interface Context {
    scope: WorkerScope;
    app: string;
    monitor: string;
    ids: PageIds;
    store: RingStore;
    alarm: Alarm;
    lock: PageLock;
    /** What the page may change while it runs. */
    settings: {
        buffer: RuleSet['buffer'];
        clockOffsetMs: number;
    };
    /** Runs one after the other what changes the ring. */
    run<R>(task: () => Promise<R>): Promise<R>;
    /** The same for what nobody waits for. */
    runBehind(task: () => Promise<unknown>): void;
    faults: string[];
}
export interface ContextParts {
    scope: WorkerScope;
    start: Pick<WorkerStart, 'app' | 'monitor' | 'ids' | 'buffer' | 'clockOffsetMs'>;
    store: RingStore;
    lock: PageLock;
    /** After every task. */
    onIdle(): void;
}
export declare function createContext({ scope, start, store, lock, onIdle }: ContextParts): Context;
