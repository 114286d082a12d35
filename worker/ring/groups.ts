import type { SegmentHeader } from '../../src/wire/index.ts';
import type { Kinds } from './rows.ts';

/** What planning needs to know of a stored segment. */
export interface Planned {
  key: string;
  header: Pick<SegmentHeader, 'sessionId' | 'pageId' | 'first' | 'firstAt' | 'lastAt' | 'checkpoint' | 'isPartial'>;
  kinds?: Kinds;
}

/**
 * Segments of one page that are useful together only: a checkpoint and all that follows up to the next. What no checkpoint
 * precedes, or what the DOM was thinned out of, stands for itself.
 */
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
export function groupSegments<S extends Planned>(segments: readonly S[]): Group<S>[] {
  const sorted = [...segments].sort(
    (a, b) => compare(a.header.pageId, b.header.pageId) || a.header.first - b.header.first,
  );
  const groups: Group<S>[] = [];
  for (const segment of sorted) {
    const { pageId, sessionId, firstAt, lastAt, checkpoint } = segment.header;
    const group = groups.at(-1);
    const isDrawn = segment.kinds === undefined || 'dom' in segment.kinds || !segment.header.isPartial;
    if (group?.pageId === pageId && !checkpoint && isDrawn && group.segments[0]?.header.checkpoint) {
      group.segments.push(segment);
      group.firstAt = Math.min(group.firstAt, firstAt);
      group.lastAt = Math.max(group.lastAt, lastAt);
      continue;
    }
    if (group?.pageId === pageId) group.nextAt = firstAt;
    groups.push({ pageId, sessionId, segments: [segment], firstAt, lastAt, nextAt: undefined });
  }
  return groups;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
