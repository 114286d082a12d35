import type { SessionRecord } from './sessionRecord.ts';

/** A time in which the user did nothing, nothing was loaded, and nothing went wrong. */
export interface IdleSpan {
  fromAt: number;
  toAt: number;
}

/** Shorter rests are part of how a person works with a page. */
const IDLE_MS = 5_000;

/** rrweb's sources of changes that a person causes: mouse, scroll, input, touch, drag. */
const USER_SOURCES: readonly unknown[] = [1, 2, 3, 5, 6, 12];

/** Kinds that say nothing about somebody being there. */
const QUIET_KINDS: readonly string[] = ['console', 'agent', 'tile'];

/** Rests of the session, over all its tabs. The records are in order. */
export function findIdleSpans(records: readonly SessionRecord[]): IdleSpan[] {
  const spans: IdleSpan[] = [];
  let busyUntil: number | undefined;
  for (const record of records) {
    if (!isActivity(record)) continue;
    const { correctedAt } = record;
    if (busyUntil !== undefined && correctedAt - busyUntil >= IDLE_MS) {
      spans.push({ fromAt: busyUntil + 1_000, toAt: correctedAt });
    }
    const endAt = record.kind === 'network' ? correctedAt + record.data.durationMs : correctedAt;
    busyUntil = Math.max(busyUntil ?? 0, endAt);
  }
  return spans;
}

function isActivity(record: SessionRecord): boolean {
  if (record.kind !== 'dom') return !QUIET_KINDS.includes(record.kind);
  const { type, data } = record.data.event;
  if (type !== 3 || typeof data !== 'object' || data === null || !('source' in data)) return false;
  return USER_SOURCES.includes(data.source);
}
