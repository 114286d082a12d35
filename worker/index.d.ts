import type { WorkerApi } from '../src/wire/index.ts';
/**
 * The worker's entry. In a dedicated worker it answers the page at once; where there is no worker the page imports it and
 * calls `createWorkerApi` with its own global object.
 */
export declare function createWorkerApi(global: typeof globalThis): WorkerApi;
