import type { Capture } from '../wire/record.ts';
import type { ScreenRule } from '../wire/ruleSet.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { createImaging } from './imaging.ts';
import { createPeriods, type PeriodsScope } from './periods.ts';

export interface LazyImaging extends Stoppable {
  /** Rejects with a code where the image can't be had. */
  capture(target: string, cause: string, quality?: number): Promise<void>;
  /** For rules: a failure becomes a record instead of a rejection. What is asked for while it is being done is done once. */
  request(rule: Pick<ScreenRule, 'target' | 'id'> & Partial<Pick<ScreenRule, 'quality'>>): void;
  /** Rules or states may have changed: other images may be due regularly. */
  refresh(): void;
}

type Imaging = ReturnType<typeof createImaging>;

export interface LazyImagingScope extends Omit<PeriodsScope, 'onDue'> {
  load(): Promise<Imaging>;
  emit(capture: Capture): void;
  now(): number;
}

/** Loads the rasteriser with the first image that is asked for. */
export function createLazyImaging(deps: LazyImagingScope): LazyImaging {
  let imaging: Promise<Imaging> | undefined;
  const underWay = new Set<string>();
  const capture = async (target: string, cause: string, quality?: number) => {
    imaging ??= deps.load();
    // What could not be loaded now may be there the next time.
    imaging.catch(() => (imaging = undefined));
    await (await imaging).capture(target, cause, quality);
  };
  const request: LazyImaging['request'] = ({ target, id, quality }) => {
    if (underWay.has(id)) return;
    underWay.add(id);
    capture(target, id, quality)
      .catch((error: unknown) => {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'image_failed';
        deps.emit({ kind: 'agent', at: deps.now(), data: { code, message: String(error).slice(0, 500) } });
      })
      .finally(() => underWay.delete(id));
  };
  const periods = createPeriods({ ...deps, onDue: request });
  return {
    capture,
    request,
    refresh: periods.refresh,
    stop() {
      periods.stop();
      void imaging?.then((loaded) => {
        loaded.stop();
      });
    },
  };
}
