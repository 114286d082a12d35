import * as v from 'valibot';
import { WireError } from './WireError.ts';
import { Count, EpochMs, Sha256, Uuid } from './ids.ts';
import { LIMITS } from './limits.ts';
import { MAGIC, PREFIX_BYTES } from './encodeSegment.ts';

/**
 * A segment container, the same bytes in the ring, on the wire and in the archive:
 *
 *     offset  bytes  content
 *     0       4      "RWS1"
 *     4       4      length H of the header, unsigned, big endian
 *     8       H      header, JSON in UTF-8 (`SegmentHeader`)
 *     8+H     rest   payload: JSON array of records in UTF-8, one gzip member (RFC 1952) or plain, as `encoding` says
 */
const HEADER_BYTES_MAX = 16_384;

export const SegmentHeader = v.pipe(
  v.object({
    version: v.literal(1),
    sessionId: Uuid,
    tabId: Uuid,
    pageId: Uuid,
    /** Sequence numbers of the first and the last record; the payload holds every number between … */
    first: Count,
    last: Count,
    /** … or only some of them: a part of what was captured, sent or kept by kind or value. */
    isPartial: v.optional(v.literal(true)),
    firstAt: EpochMs,
    lastAt: EpochMs,
    /** True where replay can start at the first record. */
    checkpoint: v.boolean(),
    /** Add to the page's clock to get the monitor's; 0 before the first answer of the monitor. Milliseconds. */
    clockOffsetMs: v.pipe(v.number(), v.finite()),
    encoding: v.picklist(['gzip', 'identity']),
    /** Length of the payload after decompression. */
    inflatedBytes: v.pipe(Count, v.maxValue(LIMITS.inflatedBytes)),
    /** Of the payload as it stands in the container; absent where the page had no secure context. */
    sha256: v.optional(Sha256),
  }),
  v.check((header) => header.last >= header.first, 'last is before first'),
  v.check(
    (header) => header.last - header.first < LIMITS.segmentRecordCount,
    `more than ${String(LIMITS.segmentRecordCount)} records`,
  ),
);
export type SegmentHeader = v.InferOutput<typeof SegmentHeader>;

export interface Segment {
  header: SegmentHeader;
  payload: Uint8Array;
}

/**
 * Splits a container. The payload is a view of `bytes`, still compressed.
 * @throws {WireError} `segment_malformed` where the bytes are not a container or the header is not one of ours.
 */
export function decodeSegment(bytes: Uint8Array): Segment {
  if (bytes.length < PREFIX_BYTES || MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new WireError('segment_malformed', 'not a segment: it does not start with RWS1');
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4);
  if (length > HEADER_BYTES_MAX || PREFIX_BYTES + length > bytes.length) {
    throw new WireError('segment_malformed', 'the header is longer than the segment allows');
  }
  const header = parseHeader(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + length));
  return { header, payload: bytes.subarray(PREFIX_BYTES + length) };
}

function parseHeader(bytes: Uint8Array): SegmentHeader {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new WireError('segment_malformed', 'the header is not JSON in UTF-8');
  }
  const result = v.safeParse(SegmentHeader, json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new WireError('segment_malformed', `header: ${v.getDotPath(issue) ?? ''} ${issue.message}`);
}
