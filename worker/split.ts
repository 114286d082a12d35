import type { WorkerApi } from '../src/wire/index.ts';
import { createApi } from './createApi.ts';
import { exposeApi } from './expose.ts';
import { createScope, type WorkerScope } from './scope.ts';

/**
 * The worker's entry where it is loaded from the monitor: as `index.ts`, but its rarer parts lie in a file beside it. From a
 * blob, which lies nowhere, the page writes the file's own address in the place of this module's.
 */
const loadParts = (): ReturnType<WorkerScope['loadParts']> =>
  import(/* @vite-ignore */ new URL('workerParts.js', import.meta.url).href) as ReturnType<WorkerScope['loadParts']>;

export function createWorkerApi(global: typeof globalThis): WorkerApi {
  return createApi(createScope(global, loadParts));
}

if ('DedicatedWorkerGlobalScope' in globalThis && globalThis instanceof DedicatedWorkerGlobalScope) {
  exposeApi(createWorkerApi(globalThis));
}
