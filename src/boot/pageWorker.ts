import { freezesWorkers } from '../browser/freezesWorkers.ts';
import { readTails, TAIL_PREFIX, type Pipeline } from '../pipeline/pipeline.ts';
import { startWorker, type RunningWorker } from '../pipeline/worker.ts';
import type { RuleSet } from '../wire/ruleSet.ts';
import { CEILINGS } from '../wire/ceilings.ts';
import type { WorkerApi } from '../wire/workerApi.ts';
import type { AgentScope } from './agentScope.ts';

/** The page's worker, which sleeps while the page is in the back/forward cache, or is replaced by another. */
export interface PageWorker {
  current(): Promise<RunningWorker>;
  /** For calls that may be lost without harm when there is no worker. */
  tell(call: (api: WorkerApi) => Promise<unknown>): void;
  /** The page goes; `isCached`: into the back/forward cache, out of which `comeBack` follows. */
  leave(isCached: boolean): void;
  comeBack(): void;
  /** Ends it at once, also one that is only starting. */
  kill(): void;
}

/** Starts the worker, hands it the tails of earlier pages, and connects the pipeline. */
export function startPageWorker(scope: AgentScope, rules: RuleSet, pipeline: Pipeline): PageWorker {
  let ending = new AbortController();
  let isInMemory = false;

  const connect = ({ api, started, reasons, place }: RunningWorker) => {
    isInMemory = started.storage === 'memory';
    for (const pageId of started.absorbedPageIds) scope.storage.remove(TAIL_PREFIX + pageId);
    for (const reason of [...reasons, ...started.reasons]) scope.note(reason);
    if (place !== 'url') scope.note(`the worker runs from ${place === 'blob' ? 'a blob' : 'the main thread'}`);
    pipeline.connect(api);
  };
  const launch = async (goesOn: boolean, signal: AbortSignal) => {
    const { app, monitor, ids, clock, window, storage, natives } = scope;
    // A task of its own: to start the rest is one already.
    await new Promise<void>((resolve) => natives.setTimeout(resolve, 0));
    const settings = { ...workerSettings(rules), clockOffsetMs: clock.offsetMs(), isBatteryLow: false };
    return startWorker(
      { window, urls: scope.workerUrls, loadModule: scope.loadWorker, signal, ...natives },
      { app, monitor, ids, ...settings, tails: readTails(storage, ids.pageId), goesOn },
    );
  };
  const start = (goesOn: boolean) => {
    const { signal } = (ending = new AbortController());
    const launched = launch(goesOn, signal);
    launched.then(connect, (error: unknown) => {
      if (!signal.aborted) scope.onStop(`the worker could not be started anywhere: ${String(error)}`);
    });
    return launched;
  };
  let worker = start(false);
  const tell: PageWorker['tell'] = (call) => {
    worker.then(({ api }) => call(api)).catch(() => undefined);
  };
  return {
    current: () => worker,
    tell,
    leave(isCached) {
      // What is not safe is in the page's tail. In memory all would be lost with the worker, and nobody waits for it.
      if (isCached && !isInMemory && freezesWorkers(scope.window)) ending.abort();
      else tell((api) => api.suspend());
    },
    comeBack() {
      if (ending.signal.aborted) worker = start(true);
      else tell((api) => api.resume());
    },
    kill() {
      ending.abort();
    },
  };
}

/** What the worker has to know of the rules. */
export function workerSettings({ buffer, link, limits }: RuleSet) {
  return { buffer, link, sendBytesMax: Math.min(limits.sendBytes, CEILINGS.sendBytes) };
}
