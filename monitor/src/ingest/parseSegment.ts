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
import { exceedsDepth } from '../api/jsonDepth.ts';

const inflate = promisify(gunzip);

/** Nested deeper, records could be read but not written again: the serialiser's stack ends. A DOM of 512 levels needs 1,040. */
const NESTING_MAX = 3_000;

export interface ParsedSegment {
  header: SegmentHeader;
  records: StampedRecord[];
}

/**
 * A container's records, all of them checked: the hash, the size after decompression, each record's shape, and that the
 * sequence runs from `first` to `last` without a gap.
 * @throws {WireError} `segment_malformed`, `segment_corrupt`, `record_invalid`, `segment_out_of_order`
 */
export async function parseSegment(bytes: Uint8Array): Promise<ParsedSegment> {
  const segment = decodeSegment(bytes);
  checkHash(segment);
  const text = await inflatePayload(segment);
  if (exceedsDepth(text, NESTING_MAX)) throw new WireError('record_invalid', 'the records are nested too deep');
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
