import type { SegmentKey } from '../ports/index.ts';

/** Segments that are archived, but perhaps not indexed yet: the index can't tell of these. */
export interface PendingSegments {
  add(key: SegmentKey): void;
  remove(key: SegmentKey): void;
  has(key: SegmentKey): boolean;
  /** A whole one that shares records with this one without being equal to it. */
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
      const rest = listOf(key).filter((other) => !isSame(other, key));
      if (rest.length > 0) byPage.set(key.pageId, rest);
      else byPage.delete(key.pageId);
    },
    has: (key) => listOf(key).some((other) => isSame(other, key)),
    findOverlap: (key) =>
      listOf(key).find(
        (other) =>
          other.part === undefined && other.first <= key.last && other.last >= key.first && !isSame(other, key),
      ),
  };
}

function isSame(a: SegmentKey, b: SegmentKey): boolean {
  return a.first === b.first && a.last === b.last && a.part === b.part;
}
