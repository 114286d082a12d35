import type { WorkerScope } from '../scope.ts';
export interface Compressed {
    encoding: 'gzip' | 'identity';
    payload: Uint8Array<ArrayBuffer>;
}
type CompressScope = Pick<WorkerScope, 'CompressionStream' | 'DecompressionStream'>;
/**
 * One gzip member. The browser's compressor is known to return rubbish without an error now and then, so its result counts
 * only after it was unpacked again and was the same; else fflate does it, which is loaded only then. Where that can't be
 * loaded (a worker from a blob can't), the bytes stay as they are.
 */
export declare function compress(scope: CompressScope, bytes: Uint8Array<ArrayBuffer>): Promise<Compressed>;
export {};
