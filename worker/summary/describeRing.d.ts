import type { Summary } from '../../src/wire/index.ts';
import type { DropRow, SegmentRow } from '../ring/rows.ts';
/** What the summary needs to know of records that are not in a segment yet. */
export interface PendingSpan {
    firstAt: number;
    lastAt: number;
    size: number;
}
export interface RingParts {
    sessionId: string;
    segments: readonly SegmentRow[];
    /** Of the session. */
    pending: readonly PendingSpan[];
    drops: readonly DropRow[];
    /** Nothing before this was promised. */
    promisedAt: number;
}
/** What can be asked for of a session. */
export declare function describeRing({ sessionId, segments, pending, drops, promisedAt }: RingParts): Summary['ring'];
