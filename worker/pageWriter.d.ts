import type { Batch, Capture } from '../src/wire/index.ts';
import type { Context } from './context.ts';
/** Writes this page's records, and decides when they become segments. Its methods run inside the context's queue. */
export interface PageWriter {
    appendBatch(batch: Batch): Promise<{
        durableBatch: number;
    }>;
    append(capture: Capture): Promise<void>;
    /** Makes segments of all that is pending. */
    seal(): Promise<void>;
    /** Writes the page's row, so that other pages know of it. */
    announce(): Promise<void>;
    leave(): Promise<void>;
}
export interface PageWriterEvents {
    onAppended(): void;
    onOutboxed(): void;
}
export declare function createPageWriter(context: Context, { onAppended, onOutboxed }: PageWriterEvents): PageWriter;
