import type { RuleSet } from '../wire/ruleSet.ts';
import type { WorkerApi } from '../wire/workerApi.ts';
import { createPipeline, readTails, TAIL_PREFIX, type Pipeline } from '../pipeline/pipeline.ts';
import { startWorker, type RunningWorker } from '../pipeline/worker.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { AgentScope } from './agentScope.ts';

/** Where captures go: the pipeline at once, the worker as soon as it runs. */
export interface Store extends Stoppable {
  pipeline: Pipeline;
  worker: Promise<RunningWorker>;
  api(): Promise<WorkerApi>;
  /** For calls that may be lost without harm when there is no worker. */
  tell(call: (api: WorkerApi) => Promise<unknown>): void;
  /** Throws away what is not stored yet, and ends the worker without a last sending. */
  discard(): void;
}

/** What is due is on its way when the agent stops, such as the last summary: the worker may finish sending it. */
const LAST_SENDING_MS = 2_000;

/** Starts the worker, hands it the tails of earlier pages, and connects the pipeline. */
export function openStore(scope: AgentScope, buffer: RuleSet['buffer']): Store {
  const { ids, storage, natives, clock } = scope;
  let isDiscarded = false;
  const pipeline = createPipeline({ ...natives, ids, storage });
  const start = {
    app: scope.app,
    monitor: scope.monitor,
    ids,
    buffer,
    clockOffsetMs: clock.offsetMs(),
    tails: readTails(storage, ids.pageId),
  };
  const worker = startWorker(
    { window: scope.window, urls: scope.workerUrls, loadModule: scope.loadWorker, ...natives },
    start,
  );
  worker.then(
    ({ api, started, reasons, place }) => {
      for (const pageId of started.absorbedPageIds) storage.remove(TAIL_PREFIX + pageId);
      for (const reason of [...reasons, ...started.reasons]) scope.note(reason);
      if (place !== 'url') scope.note(`the worker runs from ${place === 'blob' ? 'a blob' : 'the main thread'}`);
      pipeline.connect(api);
    },
    (error: unknown) => {
      scope.onStop(`the worker could not be started anywhere: ${String(error)}`);
    },
  );
  return {
    pipeline,
    worker,
    api: async () => (await worker).api,
    tell(call) {
      worker.then(({ api }) => call(api)).catch(() => undefined);
    },
    discard() {
      isDiscarded = true;
      pipeline.discard();
      worker
        .then(({ api, place, stop }) => {
          if (place === 'main') void api.wipe();
          stop();
        })
        .catch(() => undefined);
    },
    stop() {
      if (isDiscarded) return;
      pipeline.saveTail();
      // What was handed over is stored before the worker goes.
      worker
        .then(async (running) => {
          await pipeline.flush();
          await running.api.flush();
          natives.setTimeout(running.stop, LAST_SENDING_MS);
        })
        .catch(() => undefined);
    },
  };
}
