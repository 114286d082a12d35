import type { RecordData } from 'rewindow/wire';
import type { SessionRecord } from './sessionRecord.ts';

export type TileRecord = Extract<SessionRecord, { kind: 'tile' }>;
type TileImage = { image: string; type: RecordData<'tile'>['type'] };

/** An image put together from tiles. */
export interface Composition {
  /** The record that made it what it is. */
  record: TileRecord;
  tiles: (TileImage & { index: number; place: Place })[];
  /** Places of tiles whose pixels are in no record that is known: shown as missing, not as something older. */
  missing: Place[];
}

export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What was imaged up to a time: per target, the latest. A target is a selector, or `viewport`. */
export function listTargets(records: readonly SessionRecord[], pageId: string): string[] {
  const targets = records.flatMap((record) =>
    record.kind === 'tile' && record.pageId === pageId ? [record.data.target] : [],
  );
  return [...new Set(targets)];
}

/** The image of a target as it was at a time; undefined before the first. The records are in order. */
export function composeImage(
  records: readonly SessionRecord[],
  { pageId, target, at }: { pageId: string; target: string; at: number },
): Composition | undefined {
  const images = new Map<string, TileImage>();
  const current = new Map<number, { hash: string; tile: TileImage | undefined }>();
  let last: TileRecord | undefined;
  for (const record of records) {
    if (record.correctedAt > at) break;
    if (record.kind !== 'tile' || record.pageId !== pageId || record.data.target !== target) continue;
    if (record.data.full || (last && !isSameGrid(last.data, record.data))) current.clear();
    for (const tile of record.data.tiles) {
      if (tile.image !== undefined) images.set(tile.hash, { image: tile.image, type: record.data.type });
      current.set(tile.index, { hash: tile.hash, tile: images.get(tile.hash) });
    }
    last = record;
  }
  return last && assemble(last, current);
}

/** The images of a session before and after a time, of whatever page and target. The records are in order. */
export function neighbourImages(
  records: readonly SessionRecord[],
  at: number,
): { before: TileRecord | undefined; after: TileRecord | undefined } {
  const tiles = records.filter((record) => record.kind === 'tile');
  return {
    before: tiles.findLast((record) => record.correctedAt < at),
    after: tiles.find((record) => record.correctedAt > at),
  };
}

const isSameGrid = (left: RecordData<'tile'>, right: RecordData<'tile'>): boolean =>
  left.width === right.width && left.height === right.height && left.tileSize === right.tileSize;

function assemble(record: TileRecord, current: Map<number, { tile: TileImage | undefined }>): Composition {
  const composition: Composition = { record, tiles: [], missing: [] };
  const count = tileCount(record.data);
  for (let index = 0; index < count; index += 1) {
    const place = placeTile(index, record.data);
    const tile = current.get(index)?.tile;
    if (tile) composition.tiles.push({ ...tile, index, place });
    else composition.missing.push(place);
  }
  return composition;
}

/** More tiles than a viewport at 8K has: a hostile record must not make the console draw for ever. */
const TILE_COUNT_MAX = 10_000;

export function tileCount({ width, height, tileSize }: { width: number; height: number; tileSize: number }): number {
  if (tileSize < 1) return 0;
  return Math.min(Math.ceil(width / tileSize) * Math.ceil(height / tileSize), TILE_COUNT_MAX);
}

/** Where a tile lies; the index counts row by row from the top left, and tiles at the right and lower edge are cut. */
export function placeTile(
  index: number,
  { width, height, tileSize }: { width: number; height: number; tileSize: number },
): Place {
  const columnCount = Math.max(1, Math.ceil(width / tileSize));
  const x = (index % columnCount) * tileSize;
  const y = Math.floor(index / columnCount) * tileSize;
  return { x, y, width: Math.min(tileSize, width - x), height: Math.min(tileSize, height - y) };
}
