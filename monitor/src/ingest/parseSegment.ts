import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import {
  decodeSegment,
  RecordSchema,
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

export interface ParsedSegment {
  header: SegmentHeader;
  records: StampedRecord[];
}

/**
 * A container's records, all of them checked: the hash, the size after decompression, each record's shape, and that the
 * sequence runs from `first` to `last` without a gap.
 * @throws {WireError} `segment_malformed`, `segment_corrupt`, `segment_too_large`, `record_invalid`, `segment_out_of_order`
 */
export async function parseSegment(bytes: Uint8Array): Promise<ParsedSegment> {
  const segment = decodeSegment(bytes);
  checkHash(segment);
  const text = await inflatePayload(segment);
  checkShape(text);
  const { header } = segment;
  const items = parseArray(text);
  const expected = header.last - header.first + 1;
  if (items.length !== expected) {
    throw new WireError(
      'segment_out_of_order',
      `${String(items.length)} records where first and last make ${String(expected)}`,
    );
  }
  return { header, records: items.map((item, index) => parseRecord(item, header, index)) };
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
  if (record.sequence !== header.first + index) {
    throw new WireError(
      'segment_out_of_order',
      `record ${String(index)} has sequence ${String(record.sequence)} instead of ${String(header.first + index)}`,
    );
  }
  const { sessionId, tabId, pageId } = header;
  return { ...record, sessionId, tabId, pageId };
}
