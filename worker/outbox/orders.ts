import type { PastImage, PastImageOrder, SendOrder, SendResult } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
import { pickRange } from '../ring/pickRange.ts';
import { pagePrefix, type OrderRow, type SegmentRow } from '../ring/rows.ts';
import type { Transaction } from '../ring/store.ts';

/** An order outlives its range for so long: records of other tabs may still be waiting to be sealed. */
const AFTER_MS = 60_000;

/** Puts what the ring has of the range into the outbox, and remembers the order for what is sealed later. */
export async function placeOrder({ store, scope }: Context, order: SendOrder): Promise<SendResult> {
  return store.transact(['segments', 'orders', 'outbox', 'drops'], 'write', async (tx) => {
    const row: OrderRow = {
      sessionId: order.sessionId,
      fromAt: order.fromAt,
      toAt: order.toAt,
      liveUntilAt: order.liveUntilAt,
      bytesLeft: order.maxBytes ?? Infinity,
      countLeft: order.maxCount ?? Infinity,
    };
    await tx.put('orders', order.instructionId, row);
    const picked = pickRange(await tx.list('segments'), order).filter(({ isRejected }) => isRejected === undefined);
    for (const segment of picked) await addToOutbox(tx, segment, scope.now());
    const drops = await tx.list('drops');
    const isCut = drops.some(({ sessionId, toAt }) => sessionId === order.sessionId && toAt >= order.fromAt);
    return { segmentCount: picked.length, isComplete: !isCut };
  });
}

/** The newest image of the first target that has one by then, with all that it is drawn from, goes into the outbox. */
export async function placeImageOrder(context: Context, order: PastImageOrder): Promise<PastImage> {
  const { instructionId, sessionId, targets, at } = order;
  const segments = await context.store.transact(['segments'], 'read', (tx) => tx.list('segments'));
  const images = segments.flatMap(({ header, images = [] }) => (header.sessionId === sessionId ? images : []));
  for (const target of targets) {
    const times = images.filter((image) => image.target === target && image.at <= at).map((image) => image.at);
    if (times.length === 0) continue;
    const imageAt = Math.max(...times);
    const range = { instructionId, sessionId, fromAt: imageAt, toAt: imageAt, liveUntilAt: 0 };
    return (await placeOrder(context, range)).segmentCount > 0 ? { imageAt, target } : {};
  }
  return {};
}

export async function endLive({ store }: Context, instructionId: string): Promise<void> {
  await store.transact(['orders'], 'write', async (tx) => {
    const order = await tx.get('orders', instructionId);
    if (order !== undefined) await tx.put('orders', instructionId, { ...order, liveUntilAt: 0 });
  });
}

/** Matches freshly sealed segments with the orders, within the transaction that stores them. Returns how many matched. */
export async function outboxOrdered(tx: Transaction, sealed: readonly SegmentRow[], now: number): Promise<number> {
  let added = 0;
  for (const id of await tx.keys('orders')) {
    const order = await tx.get('orders', id);
    if (order === undefined) continue;
    if (Math.max(order.toAt, order.liveUntilAt) + AFTER_MS < now) {
      await tx.delete('orders', id);
      continue;
    }
    const left = { ...order };
    for (const segment of sealed) added += await applyOrder(tx, left, segment, now);
    await tx.put('orders', id, left);
  }
  return added;
}

/** Counts the segment against the limits of the live part, where it belongs to that. */
async function applyOrder(tx: Transaction, order: OrderRow, segment: SegmentRow, now: number): Promise<number> {
  const { pageId, firstAt, lastAt, first, last, sessionId } = segment.header;
  if (order.sessionId !== sessionId || lastAt < order.fromAt) return 0;
  const isPast = firstAt <= order.toAt;
  const isLive = firstAt <= order.liveUntilAt && order.bytesLeft > 0 && order.countLeft > 0;
  if (!isPast && !isLive) return 0;
  if (!isPast) {
    order.bytesLeft -= segment.bytes;
    order.countLeft -= last - first + 1;
  }
  const ofPage = await tx.list('segments', pagePrefix(pageId));
  const range = { sessionId, fromAt: Math.max(order.fromAt, firstAt), toAt: lastAt };
  let added = 0;
  for (const picked of pickRange(ofPage, range)) {
    if (picked.isRejected === undefined && picked.header.first <= last) added += await addToOutbox(tx, picked, now);
  }
  return added;
}

async function addToOutbox(tx: Transaction, { key }: SegmentRow, now: number): Promise<number> {
  if ((await tx.get('outbox', key)) !== undefined) return 0;
  await tx.put('outbox', key, { key, addedAt: now, tryCount: 0 });
  return 1;
}
