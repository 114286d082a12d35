/** Runs tasks one after the other; one that fails doesn't keep the next. */
export interface Queue {
    run<R>(task: () => Promise<R>): Promise<R>;
}
export declare function createQueue(): Queue;
