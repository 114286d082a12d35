import type { Instruction, RecordKind, StampedRecord, Trigger } from 'rewindow/wire';

/** An instruction that a trigger gave, and the records that it brings in. */
export interface Issued {
  id: string;
  triggerId: string;
  /** How many instructions led to it. */
  depth: number;
  issuedAt: number;
  fromAt: number;
  toAt: number;
  /** All where absent. */
  kinds: ReadonlySet<RecordKind> | undefined;
}

/** A capture that says nothing of its end. */
const CAPTURE_MS = 10 * 60_000;
/** Instructions of a session that are looked back at. */
const ISSUED_COUNT_MAX = 100;

/** Undefined for what no trigger gave. */
export function toIssued({ id, triggerId, depth = 0, issuedAt, order, limits }: Instruction): Issued | undefined {
  if (triggerId === undefined) return undefined;
  const base = { id, triggerId, depth, issuedAt };
  const kinds = 'kinds' in order && order.kinds !== undefined ? new Set(order.kinds) : undefined;
  if (order.verb === 'capture.start') {
    return { ...base, fromAt: issuedAt, toAt: issuedAt + (limits?.maxMs ?? CAPTURE_MS), kinds };
  }
  if (order.verb !== 'buffer.send') return { ...base, fromAt: Infinity, toAt: -Infinity, kinds };
  const fromAt = order.fromAt ?? (order.lastMs === undefined ? 0 : issuedAt - order.lastMs);
  const liveMs = Math.min(order.liveMs ?? 0, limits?.maxMs ?? Infinity);
  return { ...base, fromAt, toAt: Math.max(order.toAt ?? issuedAt, issuedAt + liveMs), kinds };
}

export function remember(issued: readonly Issued[], more: readonly Issued[]): Issued[] {
  return [...issued, ...more].slice(-ISSUED_COUNT_MAX);
}

/**
 * How many instructions led to one that this trigger gives now. What an instruction brought in leads one deeper; only a
 * trigger that fires again on what its own live send goes on bringing in stays where it is, because the user leads it there.
 */
export function depthOf(
  { id }: Pick<Trigger, 'id'>,
  { at, record }: { at: number; record?: StampedRecord | undefined },
  issued: readonly Issued[],
): number {
  const depths = issued
    .filter((one) => brings(one, at, record))
    .map((one) => {
      const isOwnLive = one.triggerId === id && at >= one.issuedAt;
      return isOwnLive ? one.depth : one.depth + 1;
    });
  return Math.max(0, toldDepth(record, issued), ...depths);
}

function brings({ fromAt, toAt, kinds }: Issued, at: number, record: StampedRecord | undefined): boolean {
  const isKind = kinds === undefined || record === undefined || kinds.has(record.kind);
  return isKind && at >= fromAt && at <= toAt;
}

/** What a record of a trigger or of an instruction says of itself. */
function toldDepth(record: StampedRecord | undefined, issued: readonly Issued[]): number {
  if (record?.kind === 'trigger') return record.data.depth ?? 0;
  if (record?.kind !== 'instruction' && record?.kind !== 'assist') return 0;
  const { instruction } = record.data;
  const known = issued.find(({ id }) => id === instruction)?.depth;
  const told = record.kind === 'instruction' ? record.data.depth : undefined;
  return (known ?? told ?? -1) + 1;
}
