/**
 * What the worker needs of its surroundings, as one object: the same code runs in a Web Worker, on the main thread where
 * no worker can start, and in tests. Whatever a browser lacks is absent, and the worker steps down.
 */
export interface WorkerScope {
    /** Epoch milliseconds. */
    now(): number;
    /** Milliseconds that only grow: waits don't depend on somebody setting the clock. */
    uptimeMs(): number;
    /** From 0 (included) to 1 (excluded). */
    random(): number;
    fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
    setTimeout(callback: () => void, delayMs: number): number;
    clearTimeout(timer: number): void;
    /** Calls back when the browser believes that it is online again. */
    onOnline(callback: () => void): () => void;
    /** Only its presence counts: idb takes the global one. */
    indexedDB?: IDBFactory | undefined;
    locks?: LockManager | undefined;
    subtle?: SubtleCrypto | undefined;
    CompressionStream?: typeof CompressionStream | undefined;
    DecompressionStream?: typeof DecompressionStream | undefined;
    OffscreenCanvas?: typeof OffscreenCanvas | undefined;
}
/** Takes the scope from a global object; one that throws on being asked (a sandboxed frame does) counts as absent. */
export declare function createScope(global: typeof globalThis): WorkerScope;
