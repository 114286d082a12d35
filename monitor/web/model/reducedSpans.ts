import type { SessionRecord } from './sessionRecord.ts';

/** From and to, in corrected time. */
export interface Span {
  fromAt: number;
  toAt: number;
}

/** What the agent's records say of how much it takes: `checkpoints` and then a figure means no changes between them. */
const STILL = /^checkpoints\b/;
const CODES = new Set(['capture_reduced', 'capture_restored']);

/** When the page was too busy for its changes to be recorded, and only checkpoints were. The records are of one page, in order. */
export function findReducedSpans(records: readonly SessionRecord[]): Span[] {
  const spans: Span[] = [];
  let fromAt: number | undefined;
  for (const record of records) {
    if (record.kind !== 'agent' || !CODES.has(record.data.code)) continue;
    if (STILL.test(record.data.message)) fromAt ??= record.correctedAt;
    else if (fromAt !== undefined) {
      spans.push({ fromAt, toAt: record.correctedAt });
      fromAt = undefined;
    }
  }
  const last = records.at(-1);
  if (fromAt !== undefined && last) spans.push({ fromAt, toAt: Math.max(last.correctedAt, fromAt) + 1 });
  return spans;
}
