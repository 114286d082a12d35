import { createHash } from 'node:crypto';
import { WireError, type SegmentHeader, type Summary } from 'rewindow/wire';
import type { Archive, IndexedSegment, Log, SegmentKey, SessionIndex } from '../ports/index.ts';
import { createGate } from './gate.ts';
import { createKeyedQueue } from './keyedQueue.ts';
import { parseSegment } from './parseSegment.ts';
import { createPendingSegments, type PendingSegments } from './pendingSegments.ts';

export interface IngestDeps {
  archive: Archive;
  log: Log;
  index: SessionIndex;
  /**
   * What else is to happen with each segment after it was indexed. At least once per segment; of its records it gets those
   * that no other segment has brought before.
   */
  onSegment: (segment: IndexedSegment) => Promise<void>;
}

export interface Ingest {
  /**
   * Resolves when the segment is in the archive; it is indexed soon after.
   * @throws {WireError} where it is not a segment of ours, `segment_conflict` where others stand in its place, or
   * `session_erased`
   */
  storeSegment(app: string, bytes: Uint8Array): Promise<'stored' | 'duplicate'>;
  /** @throws {WireError} `segment_conflict` where session or page belong to somebody else, or `session_erased` */
  storeSummary(app: string, summary: Summary): Promise<void>;
  /** Indexes what the archive has and the index lacks; resolves to the number of segments found. */
  recover(): Promise<number>;
}

/** Segments that are unpacked at the same time: each may take its 64 MB, and its records several times that. */
const UNPACKING_COUNT_MAX = 4;

/** Takes what agents send: archive first, then by the log into the index. Starts consuming the log. */
export function createIngest(deps: IngestDeps): Ingest {
  const { archive, log, index } = deps;
  const pages = createKeyedQueue();
  const unpacking = createGate(UNPACKING_COUNT_MAX);
  const pending = createPendingSegments();

  async function enqueue(key: SegmentKey): Promise<void> {
    pending.add(key);
    await log.append({ type: 'segment', key });
  }
  async function storeInOrder(key: SegmentKey, bytes: Uint8Array): Promise<'stored' | 'duplicate'> {
    await checkOwner(index, key);
    const overlap = await findOverlap(index, pending, key);
    if (overlap) {
      throw conflict(`records ${String(overlap.first)} to ${String(overlap.last)} of the page are here already`);
    }
    const outcome = await archive.put(key, bytes);
    if (outcome === 'conflict') throw conflict('other bytes are archived for these records');
    const isKnown = outcome === 'duplicate' && (await index.hasSegment(key));
    if (!isKnown) await enqueue(key);
    return outcome;
  }
  log.consume(async ({ key }) => {
    // It came twice before it was indexed, and the first is done: triggers must not count it again.
    if (!pending.has(key)) return;
    await processSegment(deps, key);
    pending.remove(key);
  });
  return {
    async storeSegment(app, bytes) {
      const { header } = await unpacking.run(() => parseSegment(bytes));
      const key = toKey(app, header, bytes);
      return pages.run(key.pageId, () => storeInOrder(key, bytes));
    },
    storeSummary: (app, summary) =>
      pages.run(summary.pageId, async () => {
        await checkOwner(index, { ...summary, app });
        await index.putSummary(app, summary);
      }),
    async recover() {
      let count = 0;
      for await (const key of archive.list()) {
        // Its erasure broke off.
        if (await index.isErased(key.sessionId)) {
          await archive.removeSession(key.app, key.sessionId);
          continue;
        }
        if (await index.hasSegment(key)) continue;
        count += 1;
        await enqueue(key);
      }
      return count;
    },
  };
}

/** Whole segments never overlap; parts may share records with them and with each other. */
async function findOverlap(
  index: SessionIndex,
  pending: PendingSegments,
  key: SegmentKey,
): Promise<{ first: number; last: number } | undefined> {
  if (key.part !== undefined) return undefined;
  const [indexed] = await index.findOverlaps(key.pageId, key.first, key.last);
  return pending.findOverlap(key) ?? indexed;
}

/** A segment from the archive into the index, and on to whoever looks at segments. */
async function processSegment({ archive, index, onSegment }: IngestDeps, key: SegmentKey): Promise<void> {
  const bytes = await archive.get(key);
  // Erased between arrival and now.
  if (bytes === undefined) return;
  const segment = { app: key.app, part: key.part, bytes: bytes.length, ...(await parseSegment(bytes)) };
  const records = await index.putSegment(segment);
  // Erased while it was being indexed: what came of it must go, too.
  if ((await archive.get(key)) === undefined) await index.removeSession(key.sessionId);
  else if (records.length > 0) await onSegment({ ...segment, records });
}

async function checkOwner(index: SessionIndex, ids: { app: string; sessionId: string; pageId: string }): Promise<void> {
  if (await index.isErased(ids.sessionId)) throw new WireError('session_erased', 'the session was erased for good');
  const owner = await index.findOwner(ids);
  if (owner === undefined || (owner.app === ids.app && owner.sessionId === ids.sessionId)) return;
  throw conflict('the page or the session belongs to another session or application');
}

function toKey(
  app: string,
  { sessionId, pageId, first, last, isPartial }: SegmentHeader,
  bytes: Uint8Array,
): SegmentKey {
  const key = { app, sessionId, pageId, first, last };
  return isPartial ? { ...key, part: createHash('sha256').update(bytes).digest('hex').slice(0, 32) } : key;
}

function conflict(message: string): WireError {
  return new WireError('segment_conflict', message);
}
