import type { Privacy } from '../browser/privacy.ts';
import type { WorkerApi } from '../wire/workerApi.ts';
import { createScreen } from '../screen/index.ts';
import type { AgentScope } from './agentScope.ts';

/** Takes an image and hands it to the worker, which keeps the tiles that changed. Rejects with a code where it can't. */
export function createImaging(scope: AgentScope, privacy: Privacy, worker: () => Promise<WorkerApi>) {
  const { window, clock, guard } = scope;
  const screen = createScreen({ window, now: clock.now, guard, privacy });
  return {
    async capture(target: string, cause: string, quality?: number): Promise<void> {
      const image = await screen.capture({ target, cause });
      await (await worker()).appendImage(quality === undefined ? image : { ...image, quality });
    },
    stop: screen.stop,
  };
}
