import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { encodeSegment, type Record as WireRecord } from 'rewindow/wire';
import type { Client } from './client.ts';
import type { Held } from './ring.ts';

/** Whose records these are, in the tap's part of the session. */
export interface Owner {
  sessionId: string;
  tabId: string;
  pageId: string;
}

export interface Upload {
  add(owner: Owner, records: Held[]): void;
  /** Bytes of records that wait, and records that were given up. */
  waitingBytes(): number;
  lostCount(): number;
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>;
  stop(): void;
}

export interface UploadDeps {
  client: Client;
  clockOffsetMs: () => number;
  /** Above it the oldest are given up. */
  maxBytes: number;
  /** The monitor wants nothing more of the session: it was erased. */
  onRefused(sessionId: string): void;
}

interface Batch {
  owner: Owner;
  records: WireRecord[];
  bytes: number;
}

const RECORD_COUNT_MAX = 500;
const BATCH_BYTES_MAX = 1_000_000;
const compress = promisify(gzip);

/** Sends records as segments, one after the other, and again until they are there or are refused. */
export function createUpload({ client, clockOffsetMs, maxBytes, onRefused }: UploadDeps): Upload {
  const batches: Batch[] = [];
  let waitingBytes = 0;
  let lostCount = 0;
  let running: Promise<void> | undefined;

  const remove = (batch: Batch) => {
    const index = batches.indexOf(batch);
    if (index < 0) return;
    batches.splice(index, 1);
    waitingBytes -= batch.bytes;
  };
  const lose = (batch: Batch) => {
    lostCount += batch.records.length;
    remove(batch);
  };
  const run = async () => {
    for (let batch = batches[0]; batch !== undefined; batch = batches[0]) {
      const bytes = await toSegment(batch, clockOffsetMs());
      const outcome = await client.send('/v1/segments', bytes);
      if (outcome === 'stopped') return;
      if (outcome === 'done') remove(batch);
      else lose(batch);
      if (outcome === 'gone') onRefused(batch.owner.sessionId);
    }
  };
  const start = () => {
    running ??= run().finally(() => {
      running = undefined;
    });
    running.catch(() => undefined);
  };
  return {
    add(owner, records) {
      for (const group of split(records)) {
        const bytes = group.reduce((sum, held) => sum + held.bytes, 0);
        batches.push({ owner, records: group.map(({ record }) => record), bytes });
        waitingBytes += bytes;
      }
      while (waitingBytes > maxBytes && batches[0]) lose(batches[0]);
      start();
    },
    waitingBytes: () => waitingBytes,
    lostCount: () => lostCount,
    settled: async () => running,
    stop() {
      batches.length = 0;
      waitingBytes = 0;
    },
  };
}

/** A segment holds every number between its first and its last. */
function split(records: Held[]): Held[][] {
  const groups: Held[][] = [];
  let bytes = 0;
  for (const held of records) {
    const group = groups.at(-1);
    const follows = group?.at(-1)?.record.sequence === held.record.sequence - 1;
    bytes += held.bytes;
    if (group && follows && group.length < RECORD_COUNT_MAX && bytes < BATCH_BYTES_MAX) group.push(held);
    else {
      groups.push([held]);
      ({ bytes } = held);
    }
  }
  return groups;
}

async function toSegment({ owner, records }: Batch, clockOffsetMs: number): Promise<Uint8Array<ArrayBuffer>> {
  const text = JSON.stringify(records);
  const payload = await compress(text);
  const ats = records.map(({ at }) => at);
  return encodeSegment({
    payload,
    header: {
      ...{ version: 1, ...owner, checkpoint: false, clockOffsetMs, encoding: 'gzip' },
      ...{ first: records[0]?.sequence ?? 0, last: records.at(-1)?.sequence ?? 0 },
      ...{ firstAt: Math.min(...ats), lastAt: Math.max(...ats), inflatedBytes: Buffer.byteLength(text) },
      sha256: createHash('sha256').update(payload).digest('hex'),
    },
  });
}
