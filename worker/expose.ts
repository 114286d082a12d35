import { expose } from 'comlink';
import type { WorkerApi } from '../src/wire/index.ts';

/** Answers the page's calls, by comlink (its one importer on this side). */
export function exposeApi(api: WorkerApi): void {
  expose(api);
}
