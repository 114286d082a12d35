import type { RecordData } from '../../src/wire/index.ts';
/** Edge of a tile in image pixels: a changed line of text touches one or two rows of 15 in a usual viewport. */
export declare const TILE_SIZE = 256;
export interface TileBox {
    x: number;
    y: number;
    width: number;
    height: number;
}
/** Boxes row by row from the top left; smaller ones at the right and bottom edge. */
export declare function cutTiles(width: number, height: number): TileBox[];
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
export declare function planTiles(hashes: string[], last: LastImage | undefined): TilePlan | undefined;
/** FNV-1a over 32-bit pixels, twice with different seeds: two images that differ must not get one name by chance. */
export declare function hashPixels(pixels: Uint8ClampedArray<ArrayBuffer>): string;
export type Tile = RecordData<'tile'>['tiles'][number];
