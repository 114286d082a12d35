import type { OutboxRow, SegmentRow } from '../ring/rows.ts';
import type { Transaction } from '../ring/store.ts';
import { fitPart, type Part } from '../segment/fitPart.ts';

/** Who wants it, and what of it. */
export interface Wish {
  id: string;
  part: Part;
  isLive: boolean;
}

/** Puts a segment, or a part of it, into the outbox. Returns how many rows were added. */
export async function addToOutbox(tx: Transaction, segment: SegmentRow, wish: Wish, now: number): Promise<0 | 1> {
  const fit = fitPart(segment, wish.part);
  if (fit === 'none' || segment.isRejected) return 0;
  const whole = await tx.get('outbox', segment.key);
  if (whole !== undefined) {
    // Somebody asks for it now: it is no longer one that may be given up.
    if (fit === 'all' && whole.isLive && !wish.isLive) await tx.put('outbox', segment.key, { ...whole, isLive: false });
    return 0;
  }
  const isPart = fit === 'some';
  const key = isPart ? `${segment.key}/${wish.id}` : segment.key;
  const row: OutboxRow = { key, addedAt: now, tryCount: 0, isLive: wish.isLive, ...(isPart && { part: wish.part }) };
  await tx.put('outbox', key, row);
  return 1;
}
