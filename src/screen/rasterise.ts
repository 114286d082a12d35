import html2canvas from 'html2canvas';
import { takeNatives } from '../browser/natives.ts';
import type { Privacy } from '../browser/privacy.ts';
import { createBreather, type Breather } from './breather.ts';
import { carryMark } from './carryMarks.ts';
import { createPixelCopies, type PixelCopies } from './copyPixels.ts';
import { findUnseen } from './findUnseen.ts';
import { isOutside, type Region } from './region.ts';
import { imagesArrived } from './imagesArrived.ts';
import { maskClone } from './maskClone.ts';
import { ScreenError } from './ScreenError.ts';
import { createStage } from './stage.ts';

/** A picture that doesn't come must not hold up the image for long. */
const RESOURCE_TIMEOUT_MS = 3_000;
/** Longer than any image takes; a font that never comes would hold up this one and all after it. */
const IMAGE_TIMEOUT_MS = 20_000;

/** What our cuts in the library (rollup.rasteriser.mjs) call; its types know nothing of them. */
interface Hooks {
  breathe: Breather['breathe'];
  copyPixels: PixelCopies['copy'];
  onCopied(element: Element, copy: Element): void;
  isUnseen(node: Node): boolean;
}

type PageWindow = Window & typeof globalThis;

/** Draws a region as the page shows it, masked. The only caller of the rasteriser's library. */
export async function rasterise(window: PageWindow, region: Region, privacy: Privacy): Promise<HTMLCanvasElement> {
  const { element, box, scale } = region;
  const isViewport = element === window.document.documentElement;
  const stage = createStage(window.document);
  const state = { isMasked: false, unseen: new WeakSet<Node>() };
  const breather = createBreather(window);
  const pixels = createPixelCopies(window);
  const around = privacy.region(window.document.documentElement);
  // Boxes take their sizes from the layout, which is done when the images are there.
  const layOut = async (clone: Document, reference: Element): Promise<void> => {
    await imagesArrived(window, clone, RESOURCE_TIMEOUT_MS);
    maskClone(clone, privacy, around);
    state.isMasked = true;
    pixels.label();
    await breather.breathe();
    state.unseen = findUnseen(clone.documentElement, isViewport ? box : reference.getBoundingClientRect());
    await breather.breathe();
  };
  try {
    await pixels.prepare();
    const drawing = html2canvas(element, {
      ...hooks({
        breathe: breather.breathe,
        copyPixels: pixels.copy,
        onCopied: (other: Element, copy: Element) => carryMark(privacy, other, copy),
        isUnseen: (node: Node) => state.unseen.has(node),
      }),
      ...(isViewport ? { x: window.scrollX + box.x, y: window.scrollY + box.y } : {}),
      width: box.width,
      height: box.height,
      scale,
      logging: false,
      useCORS: false,
      allowTaint: false,
      customIsSameOrigin: refuseOtherOrigins,
      imageTimeout: RESOURCE_TIMEOUT_MS,
      backgroundColor: '#ffffff',
      iframeContainer: stage.container,
      ignoreElements: (other) =>
        other.localName.startsWith('rewindow-screen') || (!isViewport && isOutside(element, other)),
      // It waits for what this returns, though its types don't say so.
      onclone: (clone, reference): unknown => layOut(clone, reference),
    });
    const canvas = await within(window, drawing, IMAGE_TIMEOUT_MS);
    if (!state.isMasked) throw new ScreenError('image_failed', 'the copy of the page could not be masked');
    return canvas;
  } finally {
    breather.stop();
    stage.stop();
  }
}

function hooks(all: Hooks): object {
  return { hooks: all };
}

function within<T>(window: PageWindow, result: Promise<T>, timeoutMs: number): Promise<T> {
  const natives = takeNatives(window);
  let timer: number | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const refuse = () => reject(new ScreenError('image_failed', `not drawn within ${timeoutMs / 1_000} seconds`));
    timer = natives.setTimeout(refuse, timeoutMs);
  });
  return Promise.race([result, late]).finally(() => natives.clearTimeout(timer));
}

/** Without this the library would ask other origins for their images once more, by CORS. */
function refuseOtherOrigins(source: string, isSameOrigin: (source: string) => boolean): boolean {
  if (isSameOrigin(source) || /^(data|blob):/.test(source)) return true;
  throw new ScreenError('image_failed', 'images of other origins are not drawn');
}
