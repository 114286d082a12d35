import type { Capture } from '../wire/record.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { createImaging } from './imaging.ts';

export interface LazyImaging extends Stoppable {
  /** Rejects with a code where the image can't be had. */
  capture(target: string, cause: string): Promise<void>;
  /** For rules: a failure becomes a record instead of a rejection. */
  request(target: string, cause: string): void;
}

type Imaging = ReturnType<typeof createImaging>;

/** Loads the rasteriser with the first image that is asked for. */
export function createLazyImaging(deps: {
  load(): Promise<Imaging>;
  emit(capture: Capture): void;
  now(): number;
}): LazyImaging {
  let imaging: Promise<Imaging> | undefined;
  const capture = async (target: string, cause: string) => {
    imaging ??= deps.load();
    // What could not be loaded now may be there the next time.
    imaging.catch(() => (imaging = undefined));
    await (await imaging).capture(target, cause);
  };
  return {
    capture,
    request(target, cause) {
      capture(target, cause).catch((error: unknown) => {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'image_failed';
        deps.emit({ kind: 'agent', at: deps.now(), data: { code, message: String(error).slice(0, 500) } });
      });
    },
    stop() {
      void imaging?.then((loaded) => {
        loaded.stop();
      });
    },
  };
}
