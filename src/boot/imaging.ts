import type { Capture } from '../wire/record.ts';
import type { WorkerApi } from '../wire/workerApi.ts';
import type { createScreen } from '../screen/index.ts';
import type { AgentScope } from './agentScope.ts';

type Screen = ReturnType<typeof createScreen>;

/** Takes an image and hands it to the worker, which keeps the tiles that changed. Loads the rasteriser with the first. */
export function createImaging(deps: {
  scope: AgentScope;
  worker(): Promise<WorkerApi>;
  emit(capture: Capture): void;
  load(): Promise<{ createScreen: typeof createScreen }>;
}) {
  let screen: Promise<Screen> | undefined;
  const open = async () => {
    const { createScreen } = await deps.load();
    const { window, clock, guard } = deps.scope;
    return createScreen({ window, now: clock.now, guard });
  };
  /** Rejects with a code where the image can't be had. */
  const capture = async (target: string, cause: string) => {
    screen ??= open();
    const image = await (await screen).capture({ target, cause });
    await (await deps.worker()).appendImage(image);
  };
  return {
    capture,
    /** For rules: a failure becomes a record instead of a rejection. */
    request(target: string, cause: string) {
      capture(target, cause).catch((error: unknown) => {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'image_failed';
        const message = error instanceof Error ? error.message : String(error);
        deps.emit({ kind: 'agent', at: deps.scope.clock.now(), data: { code, message: message.slice(0, 500) } });
      });
    },
  };
}
