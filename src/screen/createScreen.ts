import { whenIdle } from '../browser/idle.ts';
import type { Privacy } from '../browser/privacy.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { ScreenImage } from '../wire/workerApi.ts';
import { takeNatives } from '../browser/natives.ts';
import { createPressure, type Pressure } from './pressure.ts';
import { rasterise } from './rasterise.ts';
import { findRegion } from './region.ts';
import { ScreenError } from './ScreenError.ts';

/** Waiting images; more would only show what is no longer there. */
const QUEUE_COUNT_MAX = 3;
/** A page that is never idle is imaged all the same. */
const IDLE_TIMEOUT_MS = 2_000;
/** An image that has to wait longer would show something else than what it was asked for. */
const POSTPONE_MS = 5_000;
const LOOK_EVERY_MS = 500;

export interface Screen extends Stoppable {
  /** Resolves with an image that can be transferred. Rejects with a ScreenError. */
  capture(request: { target: string; cause: string }): Promise<ScreenImage>;
}

interface ScreenDeps {
  window: Window & typeof globalThis;
  now(): number;
  guard<A extends unknown[]>(callback: (...args: A) => void): (...args: A) => void;
  privacy: Privacy;
}

/** Takes images of the page, one at a time, when the page is idle. */
export function createScreen(deps: ScreenDeps): Screen {
  let waitingCount = 0;
  let isStopped = false;
  let last: Promise<unknown> = Promise.resolve();
  const pressure = createPressure(deps.window);
  const take = async (target: string, cause: string): Promise<ScreenImage> => {
    await whenRelaxed(deps.window, pressure);
    await idle(deps);
    if (isStopped) throw new ScreenError('image_failed', 'the agent has been stopped');
    return takeImage(deps, target, cause).finally(pressure.forgive);
  };
  return {
    capture({ target, cause }) {
      if (isStopped) return Promise.reject(new ScreenError('image_failed', 'the agent has been stopped'));
      if (waitingCount >= QUEUE_COUNT_MAX) {
        return Promise.reject(new ScreenError('image_busy', `${QUEUE_COUNT_MAX} images are waiting already`));
      }
      waitingCount += 1;
      const taken = last
        .then(() => take(target, cause))
        .finally(() => {
          waitingCount -= 1;
        });
      last = taken.catch(() => undefined);
      return taken;
    },
    stop() {
      isStopped = true;
      pressure.stop();
    },
  };
}

/** Resolves when an image does no harm. Rejects where that takes too long, or won't come. */
async function whenRelaxed(window: ScreenDeps['window'], pressure: Pressure): Promise<void> {
  const { setTimeout } = takeNatives(window);
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const reason = pressure.now();
    if (!reason) return;
    if (!reason.mayPass || waitedMs >= POSTPONE_MS) throw reason.error;
    await new Promise<void>((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function idle({ window, guard }: ScreenDeps): Promise<void> {
  return new Promise((resolve) => {
    whenIdle(window, guard(resolve), IDLE_TIMEOUT_MS);
  });
}

async function takeImage({ window, now, privacy }: ScreenDeps, target: string, cause: string): Promise<ScreenImage> {
  try {
    const region = findRegion(window, target);
    const at = now();
    const canvas = await rasterise(window, region, privacy);
    return { at, bitmap: await window.createImageBitmap(canvas), target, cause, box: region.box };
  } catch (error) {
    if (error instanceof ScreenError) throw error;
    throw new ScreenError('image_failed', error instanceof Error ? error.message : String(error));
  }
}
