import { type SegmentRow } from '../ring/rows.ts';
import type { WorkerScope } from '../scope.ts';
import { type Draft } from './assembleDrafts.ts';
/** A segment that is ready to be stored. */
export interface Sealed {
    row: SegmentRow;
    body: Uint8Array<ArrayBuffer>;
}
type SealScope = Pick<WorkerScope, 'CompressionStream' | 'DecompressionStream' | 'subtle'>;
/** Compresses a draft into segments: one, or more where one would be larger than the monitor takes. */
export declare function sealDraft(scope: SealScope, draft: Draft, clockOffsetMs: number): Promise<Sealed[]>;
export {};
