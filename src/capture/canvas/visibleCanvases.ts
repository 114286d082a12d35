import type { Stoppable } from '../../tools/stop.ts';

/** Which of the canvases can be seen: the browser says so without a layout of its own. */
export interface VisibleCanvases extends Stoppable {
  /** Of these, the ones in view. A canvas that is new is known a frame later. */
  among(canvases: HTMLCanvasElement[]): HTMLCanvasElement[];
}

export function watchVisibleCanvases(window: Window & typeof globalThis): VisibleCanvases {
  const watched = new Set<Element>();
  const visible = new WeakSet<Element>();
  const observer = new window.IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) visible.add(target);
      else visible.delete(target);
    }
  });
  return {
    among(canvases) {
      const present = new Set<Element>(canvases);
      for (const canvas of watched) {
        if (present.has(canvas)) continue;
        observer.unobserve(canvas);
        watched.delete(canvas);
        visible.delete(canvas);
      }
      for (const canvas of canvases) {
        if (watched.has(canvas)) continue;
        observer.observe(canvas);
        watched.add(canvas);
      }
      return canvases.filter((canvas) => visible.has(canvas));
    },
    stop() {
      observer.disconnect();
      watched.clear();
    },
  };
}
