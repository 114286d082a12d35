import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { encodeSegment, type Capture, type Record, type SegmentHeader } from 'rewindow/wire';
import { uuidv7 } from '../../../../src/tools/uuid.ts';

export const START_AT = Date.UTC(2026, 10, 5, 9, 0, 0);

export function makeId(at = START_AT): string {
  return uuidv7(at, randomBytes(16));
}

export interface Ids {
  sessionId: string;
  tabId: string;
  pageId: string;
}

export function makeIds(): Ids {
  return { sessionId: makeId(), tabId: makeId(), pageId: makeId() };
}

/** Captures become records from `first` on. */
export function number(captures: Capture[], first = 0): Record[] {
  return captures.map((capture, index) => ({ ...capture, sequence: first + index }));
}

export function consoleLine(at: number, message: string): Capture {
  return { kind: 'console', at, data: { level: 'log', message } };
}

export interface SegmentDraft {
  ids: Ids;
  records: unknown[];
  header?: Partial<SegmentHeader>;
  /** Instead of the records as JSON. */
  text?: string;
}

/** A container as the worker makes it. */
export function makeSegment({ ids, records, header = {}, text = JSON.stringify(records) }: SegmentDraft): Uint8Array {
  const encoding = header.encoding ?? 'gzip';
  const payload = encoding === 'gzip' ? gzipSync(text) : Buffer.from(text);
  return encodeSegment({
    payload,
    header: {
      version: 1,
      ...ids,
      first: 0,
      last: records.length - 1,
      firstAt: START_AT,
      lastAt: START_AT,
      checkpoint: false,
      clockOffsetMs: 0,
      encoding,
      inflatedBytes: Buffer.byteLength(text),
      sha256: createHash('sha256').update(payload).digest('hex'),
      ...header,
    },
  });
}

/** Console lines from `first` to `last`, a second apart. */
export function makeLines(ids: Ids, first: number, last: number, header: Partial<SegmentHeader> = {}): Uint8Array {
  const captures = Array.from({ length: last - first + 1 }, (_, index) => {
    const at = START_AT + (first + index) * 1_000;
    return consoleLine(at, `line ${String(first + index)}`);
  });
  return makeSegment({ ids, records: number(captures, first), header: { first, last, ...header } });
}
