import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import {
  decodeSegment,
  RecordSchema,
  unpackRecord,
  WireError,
  type Segment,
  type SegmentHeader,
  type StampedRecord,
} from 'rewindow/wire';
import * as v from 'valibot';
import { findExcess } from '../api/jsonShape.ts';

const inflate = promisify(gunzip);

/**
 * Nested deeper, records could be read but not written again: the serialiser's stack ends. A DOM of 512 levels needs 1,040.
 * Each value takes up to 100 bytes once it is parsed, and 64 MB could hold 20 million; a page of 150,000 nodes has 1.5.
 */
const JSON_LIMITS = { depth: 3_000, valueCount: 4_000_000 };

/** What a value that was packed takes as JSON text, about. */
const UNPACKED_BYTES = 10;

export interface ParsedSegment {
  header: SegmentHeader;
  records: StampedRecord[];
  /** Of the records as JSON text; estimated where they were packed. */
  recordBytes: number;
}

/**
 * A container's records, all of them checked: the hash, the size after decompression, each record's shape, and that the
 * sequence runs from `first` to `last`, without a gap unless the segment is a partial one.
 * @throws {WireError} `segment_malformed`, `segment_corrupt`, `segment_too_large`, `record_invalid`, `packing_unknown`,
 *   `segment_out_of_order`
 */
export async function parseSegment(bytes: Uint8Array): Promise<ParsedSegment> {
  const segment = decodeSegment(bytes);
  checkHash(segment);
  const text = await inflatePayload(segment);
  checkShape(text);
  const { header } = segment;
  const items = parseArray(text);
  checkCount(header, items.length);
  let previous = header.first - 1;
  const room = { valueCount: JSON_LIMITS.valueCount };
  const records = items.map((item, index) => {
    const record = parseRecord(unpackRecord(item, room), header, index);
    checkOrder(header, record.sequence, previous);
    previous = record.sequence;
    return record;
  });
  if (previous !== header.last) throw outOfOrder(`the last record has sequence ${String(previous)}`);
  const unpackedCount = JSON_LIMITS.valueCount - room.valueCount;
  return { header, records, recordBytes: text.length + unpackedCount * UNPACKED_BYTES };
}

function checkCount({ first, last, isPartial }: SegmentHeader, count: number): void {
  const expected = last - first + 1;
  if (isPartial ? count >= 1 && count <= expected : count === expected) return;
  throw outOfOrder(`${String(count)} records where first and last make ${String(expected)}`);
}

/** Each number follows the one before; in a partial segment some may be left out, but not the first. */
function checkOrder({ first, isPartial }: SegmentHeader, sequence: number, previous: number): void {
  const isRight = isPartial === true && previous >= first ? sequence > previous : sequence === previous + 1;
  if (!isRight) throw outOfOrder(`a record has sequence ${String(sequence)} after ${String(previous)}`);
}

function outOfOrder(message: string): WireError {
  return new WireError('segment_out_of_order', message);
}

function checkShape(text: Buffer): void {
  const excess = findExcess(text, JSON_LIMITS);
  if (excess === 'depth') throw new WireError('record_invalid', 'the records are nested too deep');
  if (excess === undefined) return;
  throw new WireError('segment_too_large', `more than ${String(JSON_LIMITS.valueCount)} values; split it`);
}

function checkHash({ header, payload }: Segment): void {
  if (header.sha256 === undefined) return;
  const actual = createHash('sha256').update(payload).digest('hex');
  if (actual !== header.sha256) throw new WireError('segment_corrupt', 'the payload is not what the sha256 says');
}

async function inflatePayload({ header, payload }: Segment): Promise<Buffer> {
  const plain =
    header.encoding === 'identity' ? Buffer.from(payload) : await inflateBounded(payload, header.inflatedBytes);
  if (plain.length === header.inflatedBytes) return plain;
  throw new WireError(
    'segment_corrupt',
    `the payload has ${String(plain.length)} bytes instead of ${String(header.inflatedBytes)}`,
  );
}

/** Stops where the header said that it ends, so that a bomb takes no more memory than it declared. */
async function inflateBounded(payload: Uint8Array, inflatedBytes: number): Promise<Buffer> {
  try {
    return await inflate(payload, { maxOutputLength: Math.max(inflatedBytes, 1) });
  } catch {
    throw new WireError('segment_corrupt', 'the payload is not gzip of the declared length');
  }
}

function parseArray(text: Buffer): unknown[] {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    throw new WireError('segment_malformed', 'the payload is not JSON in UTF-8');
  }
  if (Array.isArray(json)) return json;
  throw new WireError('segment_malformed', 'the payload is not an array of records');
}

function parseRecord(item: unknown, header: SegmentHeader, index: number): StampedRecord {
  const result = v.safeParse(RecordSchema, item);
  if (!result.success) {
    const [issue] = result.issues;
    throw new WireError('record_invalid', `record ${String(index)}: ${v.getDotPath(issue) ?? ''} ${issue.message}`);
  }
  const record = result.output;
  const { sessionId, tabId, pageId } = header;
  return { ...record, sessionId, tabId, pageId };
}
