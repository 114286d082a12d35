import type { RecordData } from '../../src/wire/index.ts';

/** Edge of a tile in image pixels: a changed line of text touches one or two rows of 15 in a usual viewport. */
export const TILE_SIZE = 256;
/** Every so many images of a target all tiles carry their picture, so that replay needs no long way back. */
const FULL_EVERY = 10;

export interface TileBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Boxes row by row from the top left; smaller ones at the right and bottom edge. */
export function cutTiles(width: number, height: number): TileBox[] {
  const boxes: TileBox[] = [];
  for (let y = 0; y < height; y += TILE_SIZE) {
    for (let x = 0; x < width; x += TILE_SIZE) {
      boxes.push({ x, y, width: Math.min(TILE_SIZE, width - x), height: Math.min(TILE_SIZE, height - y) });
    }
  }
  return boxes;
}

/** What is remembered of a target's last image. */
export interface LastImage {
  hashes: string[];
  /** Images appended since the last full one. */
  sinceFull: number;
}

export interface TilePlan {
  full: boolean;
  /** Indexes of the tiles whose picture is needed. */
  pictured: number[];
  changedCount: number;
  next: LastImage;
}

/** Undefined where nothing has changed. */
export function planTiles(hashes: string[], last: LastImage | undefined): TilePlan | undefined {
  const changed = hashes.flatMap((hash, index) => (hash === last?.hashes[index] ? [] : [index]));
  if (changed.length === 0) return undefined;
  const full = last === undefined || last.sinceFull + 1 >= FULL_EVERY;
  return {
    full,
    pictured: full ? hashes.map((_, index) => index) : changed,
    changedCount: changed.length,
    next: { hashes, sinceFull: full ? 0 : last.sinceFull + 1 },
  };
}

/** FNV-1a over 32-bit pixels, twice with different seeds: two images that differ must not get one name by chance. */
export function hashPixels(pixels: Uint8ClampedArray<ArrayBuffer>): string {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.byteLength >> 2);
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (const word of words) {
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul(b ^ word, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return [a, b].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
}

export type Tile = RecordData<'tile'>['tiles'][number];
