import { parseSegment } from '../ingest/parseSegment.ts';
import type { Archive, SegmentKey, SessionIndex } from '../ports/index.ts';

export interface ReindexDeps {
  archive: Archive;
  index: SessionIndex;
  /** Called after each segment, with how many are done. */
  progress: (doneCount: number) => void;
  /** A segment that can't be read; the others go on. */
  report: (error: unknown, key: SegmentKey) => void;
}

/**
 * Builds the part of the index that comes from segments anew, from the archive. Summaries, rules, instructions,
 * applications and the password stay. Resolves to the number of segments that were indexed.
 */
export async function reindex({ archive, index, progress, report }: ReindexDeps): Promise<number> {
  await index.removeAllSegments();
  let doneCount = 0;
  for await (const key of archive.list()) {
    try {
      const bytes = await archive.get(key);
      if (bytes === undefined) continue;
      await index.putSegment({ app: key.app, part: key.part, bytes: bytes.length, ...(await parseSegment(bytes)) });
      doneCount += 1;
      progress(doneCount);
    } catch (error) {
      report(error, key);
    }
  }
  return doneCount;
}
