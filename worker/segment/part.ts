import { PREFIX_BYTES } from '../../src/wire/encodeSegment.ts';
import type { SegmentRow } from '../ring/rows.ts';
import { unpack } from './compress.ts';
import { seal, type Sealed, type SealScope } from './sealDraft.ts';

/** Some of a segment's records: those that pass all of what is said. */
export interface Part {
  kinds?: readonly string[];
  sequences?: readonly number[];
  spans?: readonly (readonly [fromAt: number, toAt: number])[];
}

/** What is large, and drawn from what came before it. */
export const HEAVY: readonly string[] = ['dom', 'tile', 'asset'];

interface Kept {
  kind: string;
  at: number;
  sequence: number;
}

/** How much of a segment a part is, as far as its row tells; `some` may turn out to be nothing. */
export function fitPart(
  { header, kinds = { unknown: [1, 1] } }: Pick<SegmentRow, 'header' | 'kinds'>,
  part: Part,
): 'all' | 'some' | 'none' {
  const names = Object.keys(kinds);
  const wanted = part.kinds === undefined ? names : names.filter((name) => part.kinds?.includes(name));
  const touching = part.spans?.filter(([fromAt, toAt]) => header.lastAt >= fromAt && header.firstAt <= toAt);
  if (touching?.length === 0 || (wanted.length === 0 && kinds['unknown'] === undefined)) return 'none';
  const isWhole =
    wanted.length === names.length &&
    part.sequences === undefined &&
    (touching?.some(([fromAt, toAt]) => fromAt <= header.firstAt && toAt >= header.lastAt) ?? true);
  return isWhole ? 'all' : 'some';
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
