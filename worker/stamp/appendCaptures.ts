import type { Capture, PageIds } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
import { rowKey, type OrderRow, type PageRow } from '../ring/rows.ts';
import { spansOf } from '../outbox/spansOf.ts';
import { emptyPage, stampBatch } from './stampBatch.ts';

export interface Appended {
  page: PageRow;
  /** Characters of JSON that became durable; 0 for a batch that was so already. */
  size: number;
  hasCheckpoint: boolean;
  /** Somebody is waiting for this session's records. */
  isLive: boolean;
}

export interface Append {
  ids: PageIds;
  captures: readonly Capture[];
  /** Indexes of those that are forwarded at once. */
  live?: readonly number[] | undefined;
  /** Their number, where they have one. */
  batch?: number;
  /** What the caller remembers of the page; it counts where the database has less, because it was lost. */
  known?: PageRow;
  /** The page is gone: what it did not leave behind will never come. */
  isLast?: boolean;
}

/**
 * Stamps captures and makes them durable in one transaction. A batch that is durable already is passed over. One that
 * skips a number is refused, and the page sends it again behind the missing one; of a page that is gone it is taken, and a
 * record says what is missing.
 */
export async function appendCaptures(
  context: Context,
  { ids, captures, live = [], batch, known, isLast = false }: Append,
): Promise<Appended> {
  const { store, scope, settings } = context;
  return store.transact(['pages', 'pending', 'orders'], 'write', async (tx) => {
    const [stored, orders] = [await tx.get('pages', ids.pageId), await tx.list('orders')];
    const current = newer(stored, known) ?? emptyPage(ids, scope.now(), settings.clockOffsetMs);
    const isLive = orders.some((order) => isWaiting(order, ids.sessionId, scope.now()));
    if (batch !== undefined && batch < current.nextBatch) {
      return { page: current, size: 0, hasCheckpoint: false, isLive };
    }
    const isGap = batch !== undefined && batch !== current.nextBatch;
    if (isGap && !isLast) throw new Error(`batch ${String(batch)} skips a number`);
    const all = isGap ? [...describeGap(captures), ...captures] : captures;
    const { page: stamped, rows } = stampBatch(current, all, new Set(live.map((index) => captures[index])));
    const page = { ...stamped, nextBatch: batch === undefined ? current.nextBatch : batch + 1, seenAt: scope.now() };
    await tx.put('pages', ids.pageId, page);
    for (const row of rows) await tx.put('pending', rowKey(ids.pageId, row.first), row);
    const size = rows.reduce((sum, row) => sum + row.size, 0);
    const isFlagged = rows.some((row) => row.live !== undefined);
    return { page, size, hasCheckpoint: rows.some(({ checkpoint }) => checkpoint), isLive: isLive || isFlagged };
  });
}

function describeGap([next]: readonly Capture[]): Capture[] {
  return next === undefined
    ? []
    : [{ kind: 'agent', at: next.at, data: { code: 'records_lost', message: 'by the page before it left' } }];
}

function newer(a: PageRow | undefined, b: PageRow | undefined): PageRow | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.nextSequence > a.nextSequence || b.nextBatch > a.nextBatch ? b : a;
}

/** True where the order's live part goes on, and now is in one of its windows. */
export function isWaiting(order: OrderRow, sessionId: string, now: number): boolean {
  const isDue = order.sessionId === sessionId && order.liveUntilAt > now && order.bytesLeft > 0 && order.countLeft > 0;
  return isDue && (spansOf(order)?.some(([fromAt, toAt]) => fromAt <= now && toAt >= now) ?? true);
}
