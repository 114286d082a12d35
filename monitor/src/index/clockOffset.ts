import type { Summary } from 'rewindow/wire';
import type { Schema } from './tables.ts';

/**
 * What to add to each page's clock. A page has one clock and so one correction: the first that the agent learned, by
 * sequence, also for what it recorded before it had learned any (0 stands for "not known yet"). Taking the first keeps
 * the order of a session from changing under a reader while more arrives.
 */
export function assembleClockOffsets(summaries: Summary[], segments: Schema['segments'][]): Map<string, number> {
  const offsets = new Map(summaries.map(({ pageId, clockOffsetMs }) => [pageId, clockOffsetMs]));
  const unseen = new Set(segments.map((segment) => segment.page_id));
  for (const segment of [...segments].sort((a, b) => a.first - b.first)) {
    if (segment.clock_offset_ms === 0 || !unseen.has(segment.page_id)) continue;
    offsets.set(segment.page_id, segment.clock_offset_ms);
    unseen.delete(segment.page_id);
  }
  return offsets;
}

/** Keeps a corrected time within what a date can hold, whatever the sender's clock says. */
export function correctAt(at: number, offsetMs = 0): number {
  return Math.min(Math.max(at + offsetMs, 0), 8.64e15);
}
