type PageWindow = Window & typeof globalThis;

/** An image of a canvas, encoded. */
export interface CanvasImage {
  /** Media type. */
  type: string;
  /** Base64. */
  image: string;
  /** Nothing has been drawn, or what was drawn can't be read any more. */
  isBlank: boolean;
}

export interface Imager {
  /**
   * Takes the pixels at once, shrinks and encodes them later and elsewhere. No context of the canvas is asked for: that would
   * settle its kind for the page.
   * @throws {DOMException} SecurityError where images of other origins have been drawn into it
   */
  take(canvas: HTMLCanvasElement, quality: number): Promise<CanvasImage>;
}

/** Sizes of canvases are few, unless a page animates them. */
const KNOWN_COUNT_MAX = 20;

export function createImager(window: PageWindow, pixelCountMax: number): Imager {
  /** What nothing looks like, by size: cheaper to compare with than to read pixels back. */
  const blanks = new Map<string, string>();
  const blankOf = async (width: number, height: number, quality: number) => {
    const key = [width, height, quality].join();
    const known = blanks.get(key) ?? (await encodeNothing(window, width, height, quality));
    if (blanks.size >= KNOWN_COUNT_MAX) blanks.clear();
    blanks.set(key, known);
    return known;
  };
  return {
    async take(canvas, quality) {
      const { width, height } = canvas;
      const scale = Math.min(1, Math.sqrt(pixelCountMax / (width * height)));
      const resizeWidth = Math.max(1, Math.floor(width * scale));
      const resizeHeight = Math.max(1, Math.floor(height * scale));
      const options = { resizeWidth, resizeHeight, resizeQuality: 'medium' } as const;
      const bitmap = await window.createImageBitmap(canvas, scale < 1 ? options : {});
      const blob = await encode(window, bitmap, quality);
      const image = await toBase64(window, blob);
      return { type: blob.type, image, isBlank: image === (await blankOf(resizeWidth, resizeHeight, quality)) };
    },
  };
}

async function encodeNothing(window: PageWindow, width: number, height: number, quality: number): Promise<string> {
  const bitmap = await window.createImageBitmap(new window.ImageData(width, height));
  return toBase64(window, await encode(window, bitmap, quality));
}

/** The browser encodes on a thread of its own. Takes the bitmap. */
async function encode(window: PageWindow, bitmap: ImageBitmap, quality: number): Promise<Blob> {
  const { width, height } = bitmap;
  const options = { type: 'image/webp', quality };
  if (typeof window.OffscreenCanvas === 'function') {
    const surface = new window.OffscreenCanvas(width, height);
    surface.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
    return surface.convertToBlob(options);
  }
  const surface = Object.assign(window.document.createElement('canvas'), { width, height });
  surface.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
  return new Promise((resolve, reject) => {
    const settle = (blob: Blob | null) => {
      if (blob) resolve(blob);
      else reject(new Error('the browser gave no image'));
    };
    surface.toBlob(settle, options.type, quality);
  });
}

async function toBase64(window: PageWindow, blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new window.FileReader();
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve(url.slice(url.indexOf(',') + 1));
    };
    reader.onerror = () => {
      reject(new Error('an image could not be read'));
    };
    reader.readAsDataURL(blob);
  });
}
