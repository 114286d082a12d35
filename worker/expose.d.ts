import type { WorkerApi } from '../src/wire/index.ts';
/** Answers the page's calls, by comlink (its one importer on this side). */
export declare function exposeApi(api: WorkerApi): void;
