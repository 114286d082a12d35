import type { SegmentKey } from '../ports/index.ts';

/** Segments that are archived, but perhaps not indexed yet: the index can't tell of these. */
export interface PendingSegments {
  add(key: SegmentKey): void;
  remove(key: SegmentKey): void;
  has(key: SegmentKey): boolean;
  /** One that shares records with this one without being equal to it. */
  findOverlap(key: SegmentKey): SegmentKey | undefined;
}

export function createPendingSegments(): PendingSegments {
  const byPage = new Map<string, SegmentKey[]>();
  const listOf = ({ pageId }: SegmentKey) => byPage.get(pageId) ?? [];
  return {
    add(key) {
      byPage.set(key.pageId, [...listOf(key), key]);
    },
    remove(key) {
      const rest = listOf(key).filter((other) => !isSameRange(other, key));
      if (rest.length > 0) byPage.set(key.pageId, rest);
      else byPage.delete(key.pageId);
    },
    has: (key) => listOf(key).some((other) => isSameRange(other, key)),
    findOverlap: (key) =>
      listOf(key).find((other) => other.first <= key.last && other.last >= key.first && !isSameRange(other, key)),
  };
}

function isSameRange(a: SegmentKey, b: SegmentKey): boolean {
  return a.first === b.first && a.last === b.last;
}
