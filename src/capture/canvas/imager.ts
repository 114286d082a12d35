type PageWindow = Window & typeof globalThis;

/** An image of a canvas, encoded. */
export interface CanvasImage {
  /** Media type. */
  type: string;
  /** Base64. */
  image: string;
  /** Nothing has been drawn, or what was drawn can't be read any more. */
  isBlank(): Promise<boolean>;
}

export interface Imager {
  /**
   * Takes the pixels at once, shrinks and encodes them later and elsewhere. No context of the canvas is asked for: that would
   * settle its kind for the page.
   * @throws {DOMException} SecurityError where images of other origins have been drawn into it
   */
  take(canvas: HTMLCanvasElement, quality: number): Promise<CanvasImage>;
}

/** An image of nothing never takes more: only smaller ones have to be looked at. */
const BLANK_BYTES_MAX = 1_000;
const BLANK_BYTES_PER_PIXEL_MAX = 0.01;

export function createImager(window: PageWindow, pixelCountMax: number): Imager {
  return {
    async take(canvas, quality) {
      const { width, height } = canvas;
      const scale = Math.min(1, Math.sqrt(pixelCountMax / (width * height)));
      const resizeWidth = Math.max(1, Math.floor(width * scale));
      const resizeHeight = Math.max(1, Math.floor(height * scale));
      const options = { resizeWidth, resizeHeight, resizeQuality: 'medium' } as const;
      const bitmap = await window.createImageBitmap(canvas, scale < 1 ? options : {});
      const blob = await encode(window, bitmap, quality);
      const isSmall = blob.size < BLANK_BYTES_MAX + BLANK_BYTES_PER_PIXEL_MAX * resizeWidth * resizeHeight;
      return {
        type: blob.type,
        image: await toBase64(window, blob),
        isBlank: async () => isSmall && isTransparent(window, blob),
      };
    },
  };
}

/** The browser encodes on a thread of its own. Takes the bitmap. */
async function encode(window: PageWindow, bitmap: ImageBitmap, quality: number): Promise<Blob> {
  const options = { type: 'image/webp', quality };
  const surface = createSurface(window, bitmap);
  const context = surface.getContext('bitmaprenderer');
  if (context && 'transferFromImageBitmap' in context) context.transferFromImageBitmap(bitmap);
  if (!('toBlob' in surface)) return surface.convertToBlob(options);
  return new Promise((resolve, reject) => {
    const settle = (blob: Blob | null) => {
      if (blob) resolve(blob);
      else reject(new Error('the browser gave no image'));
    };
    surface.toBlob(settle, options.type, quality);
  });
}

/** Of the encoded image, whose pixels are not on the graphics card: reading those would hold up the page. */
async function isTransparent(window: PageWindow, blob: Blob): Promise<boolean> {
  const bitmap = await window.createImageBitmap(blob);
  const surface = createSurface(window, bitmap);
  const context = surface.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D | null;
  context?.drawImage(bitmap, 0, 0);
  bitmap.close();
  const pixels = context?.getImageData(0, 0, surface.width, surface.height).data ?? new Uint8ClampedArray();
  return new Uint32Array(pixels.buffer).every((pixel) => pixel === 0);
}

function createSurface(
  window: PageWindow,
  { width, height }: { width: number; height: number },
): OffscreenCanvas | HTMLCanvasElement {
  if (typeof window.OffscreenCanvas === 'function') return new window.OffscreenCanvas(width, height);
  return Object.assign(window.document.createElement('canvas'), { width, height });
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
