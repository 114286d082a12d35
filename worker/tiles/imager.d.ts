import type { Capture, ScreenImage } from '../../src/wire/index.ts';
import type { WorkerScope } from '../scope.ts';
type ImagerScope = Pick<WorkerScope, 'OffscreenCanvas'>;
/** Cuts images into tiles and makes a record of those that changed since the last image of the same target and size. */
export interface Imager {
    /** `append` stores the record; only then the image counts as the last one. Closes the bitmap. */
    append(image: ScreenImage, append: (capture: Capture) => Promise<unknown>): Promise<{
        changedTileCount: number;
    }>;
}
export declare function createImager(scope: ImagerScope): Imager;
export {};
