import type { RuleSet } from '../wire/ruleSet.ts';
import type { WorkerApi } from '../wire/workerApi.ts';
import { createPipeline, type Pipeline } from '../pipeline/pipeline.ts';
import type { RunningWorker } from '../pipeline/worker.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { AgentScope } from './agentScope.ts';
import { startPageWorker, type PageWorker } from './pageWorker.ts';

/** Where captures go: the pipeline at once, the worker as soon as it runs. */
export interface Store extends Stoppable, Omit<PageWorker, 'current' | 'kill'> {
  pipeline: Pipeline;
  readonly worker: Promise<RunningWorker>;
  api(): Promise<WorkerApi>;
  /** Throws away what is not stored yet, and ends the worker without a last sending. */
  discard(): void;
}

/** What is due is on its way when the agent stops, such as the last summary: the worker may finish sending it. */
const LAST_SENDING_MS = 2_000;

export function openStore(scope: AgentScope, rules: RuleSet): Store {
  const { ids, storage, natives } = scope;
  let isDiscarded = false;
  const pipeline = createPipeline({ ...natives, ids, storage });
  const { current, kill, ...worker } = startPageWorker(scope, rules, pipeline);
  return {
    ...worker,
    pipeline,
    get worker() {
      return current();
    },
    api: async () => (await current()).api,
    discard() {
      isDiscarded = true;
      pipeline.discard();
      current()
        .then(({ api, place, stop }) => {
          if (place === 'main') void api.wipe();
          else stop();
        })
        .catch(() => undefined);
      kill();
    },
    stop() {
      if (isDiscarded) return;
      pipeline.saveTail();
      // What was handed over is stored before the worker goes.
      current()
        .then(async (running) => {
          await pipeline.flush();
          await running.api.flush();
          natives.setTimeout(running.stop, LAST_SENDING_MS);
        })
        .catch(() => undefined);
    },
  };
}
