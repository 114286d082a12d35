import { wrap } from 'comlink';
import type { PageIds, WorkerApi } from 'rewindow/wire';
import { BUFFER, SENDING } from './support.ts';

/** A page whose worker is a real one, so that it can be killed. Its monitor does not answer. */
export async function openWorker(app: string, ids: PageIds) {
  const worker = new Worker(new URL('../../../worker/index.ts', import.meta.url), { type: 'module' });
  const api = wrap<WorkerApi>(worker);
  const monitor = 'http://127.0.0.1:9';
  const started = await api.start({ app, monitor, ids, buffer: BUFFER, ...SENDING, tails: [] });
  return {
    api,
    started,
    kill: () => {
      worker.terminate();
    },
  };
}
