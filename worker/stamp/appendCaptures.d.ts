import type { Capture, PageIds } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
import { type OrderRow, type PageRow } from '../ring/rows.ts';
export interface Appended {
    page: PageRow;
    /** Characters of JSON that became durable; 0 for a batch that was so already. */
    size: number;
    hasCheckpoint: boolean;
    /** Somebody is waiting for this session's records. */
    isLive: boolean;
}
/**
 * Stamps captures and makes them durable in one transaction. `batch` is their number, where they have one: a batch that is
 * durable already is passed over. `known` is what the caller remembers of the page; it counts where the database has less,
 * because it was lost.
 */
export declare function appendCaptures(context: Context, { ids, captures, batch, known }: {
    ids: PageIds;
    captures: readonly Capture[];
    batch?: number;
    known?: PageRow;
}): Promise<Appended>;
/** True where the order's live part goes on. */
export declare function isWaiting(order: OrderRow, sessionId: string, now: number): boolean;
