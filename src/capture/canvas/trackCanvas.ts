import { takeNatives } from '../../browser/natives.ts';
import type { RecordedPage } from '../recorder.ts';
import type { CaptureScope, Emit, Tracker } from '../tracker.ts';
import { createByteBudget } from './byteBudget.ts';
import { createImager, type CanvasImage } from './imager.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { watchVisibleCanvases } from './visibleCanvases.ts';

/** Canvases per tick; the others have their turn in the next. */
const PER_TICK_COUNT_MAX = 4;
/** About 1,200 × 800; larger ones are shrunk. */
const PIXEL_COUNT_MAX = 1_000_000;
/** All images of a page within a minute, as base64. */
const BYTES_PER_MINUTE = 6_000_000;
const EVERY_MS_DEFAULT = 1_000;
const QUALITY_DEFAULT = 0.5;
/** Which canvases are in view is known a frame after the first look. */
const FIRST_MS = 100;
/** rrweb's custom event. */
const CUSTOM_EVENT = 5;

interface Parts {
  emit: Emit;
  scope: CaptureScope;
  ledger: Ledger;
  imager: ReturnType<typeof createImager>;
  budget: ReturnType<typeof createByteBudget>;
  isStopped(): boolean;
}

/**
 * What canvases show, as images: of those in view, as often as the rules say, only where something has changed, and all anew
 * after a checkpoint. Taken in a frame, behind the page's own drawing, since WebGL forgets its pixels after it.
 */
export const trackCanvas: Tracker = (emit, scope) => {
  const { window } = scope;
  const natives = takeNatives(window);
  const visible = watchVisibleCanvases(window);
  let isStopped = false;
  let timer: number | undefined;
  let frame: number | undefined;
  const parts: Parts = {
    ...{ emit, scope },
    ledger: createLedger(),
    imager: createImager(window, PIXEL_COUNT_MAX),
    budget: createByteBudget(BYTES_PER_MINUTE),
    isStopped: () => isStopped,
  };
  let isFirst = true;
  const schedule = () => {
    timer = natives.setTimeout(tick, isFirst ? FIRST_MS : (scope.details().canvas?.everyMs ?? EVERY_MS_DEFAULT));
    isFirst = false;
  };
  const tick = scope.guard(() => {
    // A hidden page has no frames: this waits for the next one that is seen.
    frame = window.requestAnimationFrame(
      scope.guard(() => {
        schedule();
        const page = scope.recorded?.();
        if (!page) return;
        parts.ledger.follow(page, page.checkpointCount());
        const readable = visible.among(page.canvases()).filter((canvas) => isReadable(canvas, scope));
        for (const canvas of parts.ledger.next(readable, PER_TICK_COUNT_MAX)) record(canvas, page, parts);
      }),
    );
  });
  tick();
  return {
    stop() {
      isStopped = true;
      natives.clearTimeout(timer);
      if (frame !== undefined) window.cancelAnimationFrame(frame);
      visible.stop();
    },
  };
};

/** Nothing of a masked canvas is known: its letters are pixels. */
function isReadable(canvas: HTMLCanvasElement, { privacy }: CaptureScope): boolean {
  const isEmpty = canvas.width === 0 || canvas.height === 0;
  return !isEmpty && privacy.mode() !== 'all' && !privacy.isMasked(canvas) && !privacy.blockOf(canvas);
}

function record(canvas: HTMLCanvasElement, page: RecordedPage, parts: Parts): void {
  const { scope, ledger, imager } = parts;
  const at = scope.now();
  const generation = ledger.begin(canvas);
  imager.take(canvas, scope.details().canvas?.quality ?? QUALITY_DEFAULT).then(
    scope.guard((image: CanvasImage) => {
      ledger.end(canvas);
      // What has been masked meanwhile is not said any more.
      if (parts.isStopped() || !isReadable(canvas, scope)) return;
      const id = page.idOf(canvas);
      if (id === undefined) return;
      if (image.isBlank && !ledger.isWiped(canvas)) return say(canvas, 'canvas_unreadable', BLANK, parts);
      if (!ledger.isNews(canvas, image, generation)) return;
      if (!parts.budget.spend(image.image.length, at)) {
        return say(canvas, 'canvas_reduced', 'canvases change faster than their images may be recorded', parts);
      }
      ledger.settle(canvas, image, generation);
      const payload = { id, type: image.type, image: image.image };
      const event = { type: CUSTOM_EVENT, timestamp: at, data: { tag: 'canvas', payload } };
      parts.emit({ kind: 'dom', at, data: { event } });
    }),
    scope.guard((error: unknown) => {
      ledger.end(canvas);
      if (!parts.isStopped()) say(canvas, 'canvas_unreadable', String(error).slice(0, 300), parts);
    }),
  );
}

const BLANK = 'it came out blank: nothing is drawn, or WebGL without preserveDrawingBuffer has forgotten it';

function say(canvas: HTMLCanvasElement, code: string, why: string, { emit, scope, ledger }: Parts): void {
  if (!ledger.isFirst(canvas, code)) return;
  const id = scope.recorded?.()?.idOf(canvas);
  emit({ kind: 'agent', at: scope.now(), data: { code, message: `canvas ${String(id)}: ${why}` } });
}
