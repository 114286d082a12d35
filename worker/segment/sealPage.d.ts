import type { Context } from '../context.ts';
/**
 * Makes segments of a page's pending records. `isOpen`: the newest draft may still grow and stays pending.
 * Resolves to the number of segments that were put into the outbox, and to what is still pending.
 */
export declare function sealPage(context: Context, pageId: string, isOpen: boolean): Promise<{
    segmentCount: number;
    outboxedCount: number;
}>;
/** Seals what pages have left behind that don't live any more. */
export declare function sealDeadPages(context: Context): Promise<void>;
