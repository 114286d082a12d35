import type { SegmentHeader } from '../../src/wire/index.ts';
/** What planning needs to know of a stored segment. */
export interface Planned {
    key: string;
    header: Pick<SegmentHeader, 'sessionId' | 'pageId' | 'first' | 'firstAt' | 'lastAt' | 'checkpoint'>;
}
/** Segments of one page that are useful together only: a checkpoint and all that follows up to the next. */
export interface Group<S extends Planned> {
    pageId: string;
    sessionId: string;
    segments: S[];
    firstAt: number;
    lastAt: number;
    /** Where the next group of the same page begins; undefined for the page's newest. */
    nextAt: number | undefined;
}
/** Takes segments in any order; groups of a page follow each other. */
export declare function groupSegments<S extends Planned>(segments: readonly S[]): Group<S>[];
