import type { Capture, ScreenImage } from '../../src/wire/index.ts';
import type { WorkerScope } from '../scope.ts';
import { cutTiles, hashPixels, planTiles, TILE_SIZE, type LastImage, type Tile, type TileBox } from './planTiles.ts';

type ImagerScope = Pick<WorkerScope, 'OffscreenCanvas'>;
type ImageType = 'image/webp' | 'image/png';

/** Cuts images into tiles and makes a record of those that changed since the last image of the same target and size. */
export interface Imager {
  /** `append` stores the record; only then the image counts as the last one. Closes the bitmap. */
  append(image: ScreenImage, append: (capture: Capture) => Promise<unknown>): Promise<{ changedTileCount: number }>;
  /** A checkpoint: what follows must be drawable without what came before, which may be dropped. */
  restart(): void;
}

const QUALITY = 0.8;
/** Targets whose last image is remembered; the least recently imaged is forgotten. */
const TARGET_COUNT_MAX = 50;

export function createImager(scope: ImagerScope): Imager {
  const lastImages = new Map<string, LastImage>();
  return {
    async append(image, append) {
      try {
        const { bitmap } = image;
        if (scope.OffscreenCanvas === undefined || !(bitmap instanceof ImageBitmap)) {
          await append(explain(image));
          return { changedTileCount: 0 };
        }
        const canvas = new scope.OffscreenCanvas(bitmap.width, bitmap.height);
        const key = `${image.target} ${String(bitmap.width)} ${String(bitmap.height)}`;
        const drawn = await drawTiles(canvas, image, lastImages.get(key));
        if (drawn === undefined) return { changedTileCount: 0 };
        await append(describe(image, drawn));
        lastImages.delete(key);
        lastImages.set(key, drawn.next);
        for (const oldest of [...lastImages.keys()].slice(0, -TARGET_COUNT_MAX)) lastImages.delete(oldest);
        return { changedTileCount: drawn.changedCount };
      } finally {
        image.bitmap.close();
      }
    },
    restart: () => lastImages.clear(),
  };
}

interface Drawn {
  full: boolean;
  changedCount: number;
  next: LastImage;
  type: ImageType;
  tiles: Tile[];
}

async function drawTiles(
  canvas: OffscreenCanvas,
  { bitmap, quality = QUALITY }: ScreenImage,
  last: LastImage | undefined,
): Promise<Drawn | undefined> {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('the browser gives no 2d context');
  if (bitmap instanceof ImageBitmap) context.drawImage(bitmap, 0, 0);
  const boxes = cutTiles(canvas.width, canvas.height);
  const read = (box: TileBox) => context.getImageData(box.x, box.y, box.width, box.height);
  const plan = planTiles(
    boxes.map((box) => hashPixels(read(box).data)),
    last,
  );
  if (plan === undefined) return undefined;
  const pictured = boxes.map((box, index) => (plan.pictured.includes(index) ? read(box) : undefined));
  const { type, images } = await encodeTiles(canvas, pictured, quality);
  const tiles = plan.next.hashes.map((hash, index) => {
    const image = images[index];
    return { index, hash, ...(image === undefined ? {} : { image }) };
  });
  return { full: plan.full, changedCount: plan.changedCount, next: plan.next, type, tiles };
}

/** A browser that has no WebP encoder answers with PNG: the first picture tells which it is for all of the record. */
async function encodeTiles(
  canvas: OffscreenCanvas,
  pictures: readonly (ImageData | undefined)[],
  quality: number,
): Promise<{ type: ImageType; images: (string | undefined)[] }> {
  let type: ImageType = 'image/webp';
  const images: (string | undefined)[] = [];
  for (const picture of pictures) {
    if (picture === undefined) {
      images.push(undefined);
      continue;
    }
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext('2d')?.putImageData(picture, 0, 0);
    const blob = await canvas.convertToBlob({ type, quality });
    if (blob.type === 'image/png') type = 'image/png';
    images.push(encodeBase64(new Uint8Array(await blob.arrayBuffer())));
  }
  return { type, images };
}

function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

function describe({ at, target, cause, box, bitmap: { width, height } }: ScreenImage, drawn: Drawn): Capture {
  const { full, type, tiles } = drawn;
  return { kind: 'tile', at, data: { target, cause, box, width, height, tileSize: TILE_SIZE, full, type, tiles } };
}

function explain({ at, target }: ScreenImage): Capture {
  const message = `${target} could not be cut into tiles: there is no OffscreenCanvas`;
  return { kind: 'agent', at, data: { code: 'image_unsupported', message } };
}
