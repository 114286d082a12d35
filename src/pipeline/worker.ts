import { releaseProxy, transfer, wrap, type Remote } from 'comlink';
import type { ScreenImage, WorkerApi, WorkerStart, WorkerStarted } from '../wire/workerApi.ts';
import type { AgentState } from '../wire/summary.ts';
import type { Stoppable } from '../tools/stop.ts';

/** What the worker's module exports, for the case that it has to run on the main thread. */
export interface WorkerModule {
  createWorkerApi(scope: typeof globalThis): WorkerApi;
}

export interface WorkerScope {
  window: Window & typeof globalThis;
  /** Candidates in the order of preference: given by the host, then beside the agent. */
  urls: string[];
  loadModule(): Promise<WorkerModule>;
  fetch: typeof fetch;
  /** Ends the worker at once, also one that is only starting. */
  signal: AbortSignal;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
}

export interface RunningWorker extends Stoppable {
  api: WorkerApi;
  place: AgentState['worker'];
  started: WorkerStarted;
  /** Why every better place was refused. */
  reasons: string[];
}

/** A worker that does not answer within this time counts as blocked; opening the database has its own, shorter limit. */
const ANSWER_MS = 8_000;

/**
 * Starts the worker: from a same-origin address, else from a blob, else its module on the main thread. A strict
 * `worker-src` refuses some of these, at once or by an error event; each refusal is kept as a reason for `status()`.
 */
export async function startWorker(scope: WorkerScope, start: WorkerStart): Promise<RunningWorker> {
  const reasons: string[] = [];
  const attempt = async (place: AgentState['worker'], open: () => Promise<Opened>) => {
    scope.signal.throwIfAborted();
    try {
      const opened = await open();
      return { api: opened.api, place, started: await opened.started, reasons, stop: opened.stop };
    } catch (error) {
      reasons.push(`${place}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  for (const url of scope.urls) {
    if (new URL(url, scope.window.location.href).origin !== scope.window.location.origin) {
      reasons.push('url: the worker script is not of this origin');
      continue;
    }
    const worker = await attempt('url', () => openWorker(scope, url, start));
    if (worker) return worker;
  }
  for (const url of scope.urls) {
    const worker = await attempt('blob', () => openBlobWorker(scope, url, start));
    if (worker) return worker;
  }
  scope.signal.throwIfAborted();
  const module = await scope.loadModule();
  const api = module.createWorkerApi(scope.window);
  const started = await api.start(start);
  const stop = () => {
    api.suspend().catch(() => undefined);
  };
  scope.signal.addEventListener('abort', stop);
  return { api, place: 'main', started, reasons, stop };
}

interface Opened extends Stoppable {
  api: WorkerApi;
  started: Promise<WorkerStarted>;
}

async function openBlobWorker(scope: WorkerScope, url: string, start: WorkerStart): Promise<Opened> {
  const response = await scope.fetch(url, { credentials: 'omit' });
  if (!response.ok) throw new Error(`the worker script answered ${String(response.status)}`);
  // A blob lies nowhere: what the worker loads beside itself, it finds by the script's own address.
  const address = JSON.stringify(new URL(url, scope.window.location.href).href);
  const text = (await response.text()).replaceAll('import.meta.url', address);
  const blob = new Blob([text], { type: 'text/javascript' });
  const blobUrl = URL.createObjectURL(blob);
  try {
    return await openWorker(scope, blobUrl, start);
  } finally {
    URL.revokeObjectURL(blobUrl);
  }
}

async function openWorker(scope: WorkerScope, url: string, start: WorkerStart): Promise<Opened> {
  const worker = new scope.window.Worker(trusted(scope.window, url), { type: 'module', name: 'rewindow' });
  const remote = wrap<WorkerApi>(worker);
  const stop = () => {
    remote[releaseProxy]();
    worker.terminate();
  };
  scope.signal.addEventListener('abort', stop);
  try {
    const started = await firstOf(scope, worker, remote.start(start));
    return { api: toApi(remote), started: Promise.resolve(started), stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** The answer, or a rejection where the worker fails to load or is silent. */
function firstOf<T>(scope: WorkerScope, worker: Worker, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message || 'the browser refused the worker (Content-Security-Policy?)'));
    };
    const limit = scope.setTimeout(() => {
      reject(new Error('the worker did not answer'));
    }, ANSWER_MS);
    answer.then(resolve, reject).finally(() => {
      scope.clearTimeout(limit);
    });
  });
}

/** Comlink's proxy answers to every method; the image is handed over instead of copied. */
function toApi(remote: Remote<WorkerApi>): WorkerApi {
  const appendImage = (image: ScreenImage) => {
    const { bitmap } = image;
    return remote.appendImage(bitmap instanceof ImageBitmap ? transfer(image, [bitmap]) : image);
  };
  return new Proxy<WorkerApi>(remote, {
    get: (_, name): unknown => (name === 'appendImage' ? appendImage : Reflect.get(remote, name)),
  });
}

/** Under Trusted Types a worker's address has to come out of a policy. Refused policies leave the plain address. */
function trusted(window: Window, url: string): string {
  const factory: unknown = Reflect.get(window, 'trustedTypes');
  if (typeof factory !== 'object' || factory === null) return url;
  try {
    const types = factory as { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } };
    return types.createPolicy('rewindow', { createScriptURL: (address: string) => address }).createScriptURL(url);
  } catch {
    return url;
  }
}
