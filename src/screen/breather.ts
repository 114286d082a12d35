import { takeNatives } from '../browser/natives.ts';
import type { Stoppable } from '../tools/stop.ts';
import { ScreenError } from './ScreenError.ts';

/** Half a frame: with what the page itself does in it, no input waits noticeably. */
const SLICE_MS = 8;

/** Gives the page its turn in the middle of long work. */
export interface Breather extends Stoppable {
  /**
   * Something to wait for where the work has been going on for long enough, else undefined.
   * @throws {ScreenError} after `stop`: whatever asks then works for nothing
   */
  breathe(): Promise<void> | undefined;
}

export function createBreather(window: Window & typeof globalThis): Breather {
  const { setTimeout } = takeNatives(window);
  let sliceAt = window.performance.now();
  let isStopped = false;
  return {
    breathe() {
      if (isStopped) throw new ScreenError('image_failed', 'nobody waits for the image any more');
      if (window.performance.now() - sliceAt < SLICE_MS) return undefined;
      return new Promise((resolve) => {
        const goOn = () => {
          sliceAt = window.performance.now();
          resolve();
        };
        setTimeout(goOn, 0);
      });
    },
    stop() {
      isStopped = true;
    },
  };
}
