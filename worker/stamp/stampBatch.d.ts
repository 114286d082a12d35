import type { Capture, PageIds } from '../../src/wire/index.ts';
import type { PageRow, PendingRow } from '../ring/rows.ts';
/** A page that nothing has been heard of yet. */
export declare function emptyPage(ids: PageIds, seenAt: number, clockOffsetMs: number): PageRow;
/** Gives captures their sequence numbers, in order of arrival. A checkpoint begins a new row, so that it can begin a segment. */
export declare function stampBatch(page: PageRow, captures: readonly Capture[]): {
    page: PageRow;
    rows: PendingRow[];
};
