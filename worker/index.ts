import type { WorkerApi } from '../src/wire/index.ts';
import { createApi } from './createApi.ts';
import { exposeApi } from './expose.ts';
import * as parts from './parts/index.ts';
import { createScope } from './scope.ts';

/**
 * The worker's entry, all in one file. In a dedicated worker it answers the page at once; where there is no worker the page imports it and
 * calls `createWorkerApi` with its own global object.
 */
export function createWorkerApi(global: typeof globalThis): WorkerApi {
  return createApi(createScope(global, () => Promise.resolve(parts)));
}

if ('DedicatedWorkerGlobalScope' in globalThis && globalThis instanceof DedicatedWorkerGlobalScope) {
  exposeApi(createWorkerApi(globalThis));
}
