import type { Segment } from './segment.ts';

/** The writing half of the container that segment.ts describes, apart from its schemas: the worker loads only this. */
export const MAGIC = [0x52, 0x57, 0x53, 0x31] as const;
/** Magic and the header's length. */
export const PREFIX_BYTES = 8;

/** Joins header and payload into a container. */
export function encodeSegment({ header, payload }: Segment): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(PREFIX_BYTES + head.length + payload.length);
  bytes.set(MAGIC, 0);
  new DataView(bytes.buffer).setUint32(4, head.length);
  bytes.set(head, PREFIX_BYTES);
  bytes.set(payload, PREFIX_BYTES + head.length);
  return bytes;
}
