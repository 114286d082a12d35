import { takeNatives } from '../../browser/natives.ts';
import type { RecordedPage } from '../recorder.ts';
import type { CaptureScope, Emit, Tracker } from '../tracker.ts';
import { createByteBudget } from './byteBudget.ts';
import { createImager } from './imager.ts';
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
        parts.ledger.follow(page.checkpointCount());
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
  const { scope, ledger } = parts;
  const taken = { at: scope.now(), generation: ledger.begin(canvas) };
  take(canvas, page, taken, parts)
    .catch((error: unknown) => {
      say(canvas, 'canvas_unreadable', String(error).slice(0, 300), parts);
    })
    .finally(() => {
      ledger.end(canvas);
    });
}

async function take(
  canvas: HTMLCanvasElement,
  page: RecordedPage,
  { at, generation }: { at: number; generation: number },
  parts: Parts,
): Promise<void> {
  const { scope, ledger } = parts;
  const { type, image, isBlank } = await parts.imager.take(canvas, scope.details().canvas?.quality ?? QUALITY_DEFAULT);
  if (!ledger.isNews(canvas, image, generation)) return;
  const blank = await isBlank();
  const id = page.idOf(canvas);
  // What has been masked meanwhile is not said any more.
  if (parts.isStopped() || id === undefined || !isReadable(canvas, scope)) return;
  if (blank && !ledger.isWiped(canvas)) say(canvas, 'canvas_unreadable', BLANK, parts);
  else if (!parts.budget.spend(image.length, at)) say(canvas, 'canvas_reduced', MUCH, parts);
  else {
    ledger.settle(canvas, { image, isBlank: blank, generation });
    const event = { type: CUSTOM_EVENT, timestamp: at, data: { tag: 'canvas', payload: { id, type, image } } };
    parts.emit({ kind: 'dom', at, data: { event } });
  }
}

const MUCH = 'canvases change faster than their images may be recorded';
const BLANK = 'it came out blank: nothing is drawn, or WebGL without preserveDrawingBuffer has forgotten it';

function say(canvas: HTMLCanvasElement, code: string, why: string, parts: Parts): void {
  const { emit, scope, ledger } = parts;
  if (parts.isStopped() || !ledger.isFirst(canvas, code)) return;
  const id = scope.recorded?.()?.idOf(canvas);
  emit({ kind: 'agent', at: scope.now(), data: { code, message: `canvas ${String(id)}: ${why}` } });
}
