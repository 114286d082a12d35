import { takeNative } from '../browser/natives.ts';
import { drawGreyBox } from './greyBox.ts';

type Source = HTMLCanvasElement | HTMLVideoElement;

/** Edge of the small copy by which it is seen whether there is anything to be seen. */
const PROBE_EDGE_PX = 64;

/** Copies what canvases and videos show, without asking them for a context, which would decide which one they can have. */
export interface PixelCopies {
  /** Copies the canvases in the frame in which they are drawn: that of a WebGL canvas is lost after it. */
  prepare(): Promise<void>;
  copy(source: Source): HTMLCanvasElement;
  /** Grey boxes with a label in place of the copies that show nothing. To be called when the copy is laid out. */
  label(): void;
}

export function createPixelCopies(window: Window & typeof globalThis): PixelCopies {
  const prepared = new Map<Source, HTMLCanvasElement>();
  const unreadable: [Element, string][] = [];
  const copy = (source: Source): HTMLCanvasElement => {
    const made = prepared.get(source);
    if (made) return made;
    const target = emptyCopy(window, source);
    const lack = draw(window, source, target);
    if (lack !== undefined) unreadable.push([target, lack]);
    return target;
  };
  return {
    async prepare() {
      const canvases = [...window.document.querySelectorAll('canvas')].filter((canvas) => isSeen(window, canvas));
      if (canvases.length === 0) return;
      await nextFrame(window);
      for (const canvas of canvases) prepared.set(canvas, copy(canvas));
    },
    copy,
    label() {
      for (const [element, lack] of unreadable) if (element.isConnected) drawGreyBox(element, lack);
    },
  };
}

function isSeen(window: Window, element: Element): boolean {
  const { top, bottom, width } = element.getBoundingClientRect();
  return width > 0 && bottom > 0 && top < window.innerHeight;
}

/** After the page's own callbacks for the frame, which were registered before. */
function nextFrame(window: Window & typeof globalThis): Promise<unknown> {
  const request = takeNative(window, 'requestAnimationFrame', window.requestAnimationFrame);
  return new Promise((resolve) => request.call(window, resolve));
}

/**
 * A canvas with the looks of the source on which nothing is drawn. Where no scripts run, a canvas is laid out like any other
 * element: it is given the size of its source.
 */
function emptyCopy(window: Window, source: Source): HTMLCanvasElement {
  const { offsetWidth, offsetHeight } = source;
  const copy = source.ownerDocument.createElement('canvas');
  for (const { name, value } of source.attributes) copy.setAttribute(name, value);
  if (!isCanvas(source)) Object.assign(copy, { width: offsetWidth, height: offsetHeight });
  const { display } = window.getComputedStyle(source);
  Object.assign(copy.style, {
    display: display === 'inline' ? 'inline-block' : display,
    boxSizing: 'border-box',
    width: `${offsetWidth}px`,
    height: `${offsetHeight}px`,
  });
  return copy;
}

/** By name: frames have classes of their own. */
function isCanvas(source: Source): source is HTMLCanvasElement {
  return source.localName === 'canvas';
}

/** What to write on the box in its place where the copy can't be seen. */
function draw(window: Window, source: Source, target: HTMLCanvasElement): string | undefined {
  const label = `${source.localName}, not readable`;
  const { width, height } = target;
  if (width === 0 || height === 0) return undefined;
  try {
    // First onto a small one: reading the whole would take long, and the library must never get what is tainted.
    if (isBlank(source, PROBE_EDGE_PX, PROBE_EDGE_PX)) {
      return !isCanvas(source) || isPlain(window, source) ? label : undefined;
    }
    target.getContext('2d')?.drawImage(source, 0, 0, width, height);
    return undefined;
  } catch {
    return label;
  }
}

/** A canvas in the flow shows something, and what it shows can't be had; one that is laid over others may well be empty. */
function isPlain(window: Window, canvas: HTMLCanvasElement): boolean {
  const { position } = window.getComputedStyle(canvas);
  return ['static', 'relative'].includes(position) && isBlank(canvas, canvas.width, canvas.height);
}

/** @throws where the pixels may not be read */
function isBlank(source: Source, width: number, height: number): boolean {
  const probe = source.ownerDocument.createElement('canvas');
  Object.assign(probe, { width, height });
  const context = probe.getContext('2d', { willReadFrequently: true });
  if (!context) return true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return !new Uint32Array(context.getImageData(0, 0, width, height).data.buffer).some((pixel) => pixel !== 0);
}
