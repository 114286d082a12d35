import type { SegmentHeader } from '../../src/wire/index.ts';
import { LIMITS } from '../../src/wire/limits.ts';
import { encodeSegment } from '../../src/wire/encodeSegment.ts';
import { rowKey, type Kinds, type SegmentRow } from '../ring/rows.ts';
import type { WorkerScope } from '../scope.ts';
import { splitDraft, type Draft } from './assembleDrafts.ts';
import { compress } from './compress.ts';
import { readHashes } from './readHashes.ts';

/** A segment that is ready to be stored. */
export interface Sealed {
  row: SegmentRow;
  body: Uint8Array<ArrayBuffer>;
}

export type SealScope = Pick<WorkerScope, 'CompressionStream' | 'DecompressionStream' | 'subtle'>;

/** Compresses a draft into segments: one, or more where one would be larger than the monitor takes. */
export async function sealDraft(scope: SealScope, draft: Draft, clockOffsetMs: number): Promise<Sealed[]> {
  const inflated = new TextEncoder().encode(`[${draft.records.join(',')}]`);
  const sealed =
    inflated.length <= LIMITS.inflatedBytes ? await seal(scope, draft, clockOffsetMs, inflated) : undefined;
  if (sealed !== undefined && sealed.row.bytes <= LIMITS.segmentBytes) return [sealed];
  const halves = splitDraft(draft);
  if (halves === undefined) return sealDraft(scope, withoutContent(draft, inflated.length), clockOffsetMs);
  const [head, tail] = halves;
  return [...(await sealDraft(scope, head, clockOffsetMs)), ...(await sealDraft(scope, tail, clockOffsetMs))];
}

/** One segment, however large; a partial one where the draft says its last number. */
export async function seal(
  scope: SealScope,
  draft: Draft & { last?: number },
  clockOffsetMs: number,
  inflated: Uint8Array<ArrayBuffer>,
): Promise<Sealed> {
  const { encoding, payload } = await compress(scope, inflated);
  const sha256 = await hash(scope, payload);
  const { sessionId, tabId, pageId, first, firstAt, lastAt, checkpoint } = draft;
  const header: SegmentHeader = {
    version: 1,
    sessionId,
    tabId,
    pageId,
    first,
    last: draft.last ?? first + draft.records.length - 1,
    ...(draft.last !== undefined && { isPartial: true as const }),
    firstAt,
    lastAt,
    checkpoint,
    clockOffsetMs,
    encoding,
    inflatedBytes: inflated.length,
    ...(sha256 === undefined ? {} : { sha256 }),
  };
  const body = encodeSegment({ header, payload });
  const images = draft.records.flatMap(readImage);
  const assets = [...new Set(draft.records.flatMap(readHashes))];
  const row = {
    ...{ key: rowKey(pageId, first), header, bytes: body.length },
    ...(images.length > 0 && { images }),
    ...(assets.length > 0 && { assets }),
    kinds: countKinds(draft.records),
  };
  return { row, body };
}

/** The kind stands first in a record, as stamping has written it; what was captured otherwise counts as `agent`. */
function countKinds(records: readonly string[]): Kinds {
  const kinds: Kinds = {};
  for (const record of records) {
    const kind = /^\{"kind":"(\w+)"/.exec(record)?.[1] ?? 'agent';
    const [count, size] = kinds[kind] ?? [0, 0];
    kinds[kind] = [count + 1, size + record.length];
  }
  return kinds;
}

/** As the imager writes them: time and target stand first, and the megabytes behind them need not be parsed. */
const IMAGE = /^\{"kind":"tile","at":([\d.]+),"data":\{"target":("(?:[^"\\]|\\.)*")/;

function readImage(record: string): NonNullable<SegmentRow['images']> {
  const [, at, target] = IMAGE.exec(record) ?? [];
  return at === undefined || target === undefined ? [] : [{ target: String(JSON.parse(target)), at: Number(at) }];
}

/** One record that no segment can take leaves its place and its size behind, so that the page's numbers have no gap. */
function withoutContent(draft: Draft, bytes: number): Draft {
  const data = { code: 'record_too_large', message: `a record of ${String(bytes)} bytes could not be stored` };
  const record = JSON.stringify({ kind: 'agent', at: draft.firstAt, sequence: draft.first, data });
  return { ...draft, records: [record], size: record.length, checkpoint: false };
}

export async function hash(
  scope: Pick<SealScope, 'subtle'>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string | undefined> {
  if (scope.subtle === undefined) return undefined;
  const digest = new Uint8Array(await scope.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
