import html2canvas from 'html2canvas';
import { isOutside, type Region } from './region.ts';
import { maskClone } from './maskClone.ts';
import { ScreenError } from './ScreenError.ts';
import { createStage } from './stage.ts';

/** A picture or a font that doesn't come must not hold up the image for long. */
const RESOURCE_TIMEOUT_MS = 3_000;

/** Draws a region as the page shows it, masked. The only caller of the rasteriser's library. */
export async function rasterise(window: Window & typeof globalThis, region: Region): Promise<HTMLCanvasElement> {
  const { element, box, scale } = region;
  const isViewport = element === window.document.documentElement;
  const stage = createStage(window.document);
  const state = { isMasked: false };
  try {
    const canvas = await html2canvas(element, {
      ...(isViewport ? { x: window.scrollX, y: window.scrollY } : {}),
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
      onclone(clone) {
        maskClone(clone);
        state.isMasked = true;
      },
    });
    if (!state.isMasked) throw new ScreenError('image_failed', 'the copy of the page could not be masked');
    return canvas;
  } finally {
    stage.stop();
  }
}

/** Without this the library would ask other origins for their images once more, by CORS. */
function refuseOtherOrigins(source: string, isSameOrigin: (source: string) => boolean): boolean {
  if (isSameOrigin(source) || /^(data|blob):/.test(source)) return true;
  throw new ScreenError('image_failed', 'images of other origins are not drawn');
}
