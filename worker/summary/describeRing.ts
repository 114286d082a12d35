import type { Summary } from '../../src/wire/index.ts';
import type { DropRow, SegmentRow } from '../ring/rows.ts';

/** What the summary needs to know of records that are not in a segment yet. */
export interface PendingSpan {
  firstAt: number;
  lastAt: number;
  size: number;
}

export interface RingParts {
  sessionId: string;
  segments: readonly SegmentRow[];
  /** Of the session. */
  pending: readonly PendingSpan[];
  drops: readonly DropRow[];
  /** Nothing before this was promised. */
  promisedAt: number;
}

/** What can be asked for of a session. */
export function describeRing({ sessionId, segments, pending, drops, promisedAt }: RingParts): Summary['ring'] {
  const own = segments.filter(({ header }) => header.sessionId === sessionId);
  const spans = [...own.map(({ header }) => header), ...pending];
  const isShort = drops.some((drop) => drop.sessionId === sessionId && drop.isShort && drop.toAt > promisedAt);
  const bytes = [...own.map((segment) => segment.bytes), ...pending.map(({ size }) => size)];
  return {
    ...(spans.length === 0
      ? {}
      : {
          fromAt: spans.reduce((at, span) => Math.min(at, span.firstAt), Infinity),
          toAt: spans.reduce((at, span) => Math.max(at, span.lastAt), 0),
        }),
    bytes: bytes.reduce((sum, part) => sum + part, 0),
    segmentCount: own.length,
    isShort,
  };
}
