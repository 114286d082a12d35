import { PREFIX_BYTES } from '../../src/wire/encodeSegment.ts';
import type { SegmentRow } from '../ring/rows.ts';
import { unpack } from './compress.ts';
import type { Part } from './fitPart.ts';
import { seal, type Sealed, type SealScope } from './sealDraft.ts';

interface Kept {
  kind: string;
  at: number;
  sequence: number;
}

/** A container of its own with some of a segment's records; undefined where it has none of them. */
export async function copyPart(
  scope: SealScope,
  { header, bytes }: SegmentRow,
  body: Uint8Array<ArrayBuffer>,
  part: Part,
): Promise<Sealed | undefined> {
  const payload = body.slice(PREFIX_BYTES + new DataView(body.buffer, body.byteOffset).getUint32(4));
  const all: unknown = JSON.parse(await unpack(scope, { encoding: header.encoding, payload }));
  const kept = (Array.isArray(all) ? all : []).filter((item): item is Kept => isIn(item, part));
  const [first, last] = [kept[0], kept.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const records = kept.map((record) => JSON.stringify(record));
  const times = kept.map(({ at }) => at);
  const draft = {
    ...header,
    ...{ records, size: bytes, first: first.sequence, last: last.sequence },
    firstAt: times.reduce((a, b) => Math.min(a, b)),
    lastAt: times.reduce((a, b) => Math.max(a, b)),
    checkpoint: header.checkpoint && first.sequence === header.first && kept.some(({ kind }) => kind === 'dom'),
  };
  return seal(scope, draft, header.clockOffsetMs, new TextEncoder().encode(`[${records.join(',')}]`));
}

function isIn(item: unknown, { kinds, sequences, spans }: Part): boolean {
  if (typeof item !== 'object' || item === null || !('kind' in item && 'at' in item && 'sequence' in item))
    return false;
  const { kind, at, sequence } = item;
  if (typeof kind !== 'string' || typeof at !== 'number' || typeof sequence !== 'number') return false;
  return (
    (kinds?.includes(kind) ?? true) &&
    (sequences?.includes(sequence) ?? true) &&
    (spans?.some(([fromAt, toAt]) => at >= fromAt && at <= toAt) ?? true)
  );
}
