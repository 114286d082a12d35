import type { ReplayEvent } from '../model/pageStream.ts';
import { collectCanvasImages, imageAt } from './canvasImages.ts';

/** The recorded document, as the replay builds it. */
interface CanvasLayerDeps {
  frame: HTMLIFrameElement;
  nodeOf(id: number): Node | null;
  /** Corrected time that the replay shows now. */
  getAt(): number;
}

/** What is drawn on the canvases of the recorded page. */
export interface CanvasLayer {
  setEvents(events: readonly ReplayEvent[]): void;
  /** The replay has changed the page: draws with the next frame. */
  follow(): void;
  draw(): void;
  stop(): void;
}

/** Set on a canvas: what is drawn on it. */
const DRAWN = 'data-rewindow-drawn';

/**
 * Shows on each canvas of the recorded page what it showed at the time of the replay. Without scripts a browser draws no
 * canvas, but lays its fallback content out in the text: so the picture becomes the element's content, of the canvas's own
 * size, which makes it a box like the one that it was. One without an image stays a box.
 */
export function createCanvasLayer({ frame, nodeOf, getAt }: CanvasLayerDeps): CanvasLayer {
  let images = collectCanvasImages([]);
  let asked: number | undefined;
  const drawAll = (): void => {
    if (asked !== undefined) cancelAnimationFrame(asked);
    asked = undefined;
    const at = getAt();
    const pending = new Set<Node>(frame.contentDocument?.getElementsByTagName('canvas'));
    for (const [id, ofCanvas] of images) {
      const node = nodeOf(id);
      if (!isCanvas(node)) continue;
      pending.delete(node);
      const image = imageAt(ofCanvas, at);
      draw(node, image?.url, image ? String(image.at) : '');
    }
    for (const canvas of pending) if (isCanvas(canvas)) draw(canvas, undefined, '');
  };
  return {
    setEvents(events) {
      images = collectCanvasImages(events);
    },
    follow() {
      asked ??= requestAnimationFrame(drawAll);
    },
    draw: drawAll,
    stop() {
      if (asked !== undefined) cancelAnimationFrame(asked);
    },
  };
}

function draw(canvas: HTMLCanvasElement, url: string | undefined, name: string): void {
  const { width, height } = canvas;
  const mark = [name, width, height].join();
  // A change of the style attribute in the recording takes the picture away.
  if (canvas.getAttribute(DRAWN) === mark && canvas.style.content !== '') return;
  canvas.setAttribute(DRAWN, mark);
  const inner = url === undefined ? '' : `<image href="${url}" width="100%" height="100%" preserveAspectRatio="none"/>`;
  const size = `width="${String(width)}" height="${String(height)}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${inner}</svg>`;
  canvas.style.setProperty('content', `url('data:image/svg+xml,${encodeURIComponent(svg)}')`, 'important');
}

/** By name: the elements of the frame have classes of their own. */
function isCanvas(node: Node | null): node is HTMLCanvasElement {
  return node !== null && node.nodeName === 'CANVAS' && 'style' in node;
}
