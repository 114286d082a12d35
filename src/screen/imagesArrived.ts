import { takeNatives } from '../browser/natives.ts';

const LOOK_EVERY_MS = 20;

/**
 * Resolves when the images of the rasteriser's copy have come or failed, at the latest after `timeoutMs`. By looking again
 * and again: in a frame that runs no scripts nobody hears an image's events.
 */
export function imagesArrived(window: Window & typeof globalThis, clone: Document, timeoutMs: number): Promise<void> {
  const { setTimeout } = takeNatives(window);
  const isComplete = Object.getOwnPropertyDescriptor(window.HTMLImageElement.prototype, 'complete')?.get;
  const hasArrived = (image: Element) => isComplete === undefined || Reflect.apply(isComplete, image, []) !== false;
  const until = window.performance.now() + timeoutMs;
  return new Promise((resolve) => {
    const look = () => {
      if (window.performance.now() >= until || [...clone.images].every(hasArrived)) resolve();
      else setTimeout(look, LOOK_EVERY_MS);
    };
    look();
  });
}
