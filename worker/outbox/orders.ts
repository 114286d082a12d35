import type { PastImage, PastImageOrder, SendOrder, SendResult } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
import { pickRange } from '../ring/pickRange.ts';
import { pagePrefix, type DropRow, type OrderRow, type SegmentRow } from '../ring/rows.ts';
import type { Transaction } from '../ring/store.ts';
import { fitPart, HEAVY, type Part } from '../segment/fitPart.ts';
import { addToOutbox } from './addToOutbox.ts';
import { spansOf } from './spansOf.ts';

/** An order outlives its range for so long: records of other tabs may still be waiting to be sealed. */
const AFTER_MS = 60_000;

/** Puts what the ring has of the range into the outbox, and remembers the order for what is sealed later. */
export async function placeOrder(context: Context, order: SendOrder): Promise<SendResult> {
  const { store, scope, settings, link } = context;
  if (link.decide().action === 'drop') return refuse('link_refused');
  return store.transact(['segments', 'orders', 'outbox', 'drops', 'usage'], 'write', async (tx) => {
    const { instructionId: id, maxBytes = Infinity, maxCount = Infinity, ...range } = order;
    const row: OrderRow = { ...range, bytesLeft: maxBytes, countLeft: maxCount };
    const picked = pick(await tx.list('segments'), order);
    const bytes = picked.reduce((sum, segment) => sum + shareOf(segment, order), 0);
    const { sentBytes = 0 } = (await tx.get('usage', order.sessionId)) ?? {};
    if (sentBytes + bytes > settings.sendBytesMax || sentBytes >= settings.sendBytesMax) return refuse('limit_reached');
    await tx.put('orders', id, row);
    const wish = { id, part: partOf(order), isLive: false };
    for (const segment of picked) await addToOutbox(tx, segment, wish, scope.now());
    const drops = (await tx.list('drops')).filter(({ sessionId }) => sessionId === order.sessionId);
    return { segmentCount: picked.length, isComplete: !drops.some((drop) => isCut(drop, order)) };
  });
}

function refuse(refusal: NonNullable<SendResult['refusal']>): SendResult {
  return { segmentCount: 0, isComplete: false, refusal };
}

function isCut({ toAt, thinned = {} }: DropRow, { fromAt, kinds }: SendOrder): boolean {
  return toAt >= fromAt || (kinds ?? Object.keys(thinned)).some((kind) => (thinned[kind] ?? -1) >= fromAt);
}

function partOf({ kinds }: Pick<OrderRow, 'kinds'>): Part {
  return kinds === undefined ? {} : { kinds };
}

/** What has to be drawn is needed from the checkpoint on; the rest stands for itself. */
function pick(segments: readonly SegmentRow[], order: Pick<OrderRow, 'sessionId' | 'fromAt' | 'toAt' | 'kinds'>) {
  const isDrawn = order.kinds?.some((kind) => HEAVY.includes(kind)) ?? true;
  return pickRange(segments, order).filter(
    (segment) =>
      !segment.isRejected &&
      (isDrawn || (segment.header.lastAt >= order.fromAt && segment.header.firstAt <= order.toAt)) &&
      fitPart(segment, partOf(order)) !== 'none',
  );
}

/** Bytes of a segment that are of the order's kinds, as far as its row tells. */
function shareOf({ bytes, kinds = {} }: SegmentRow, order: Pick<OrderRow, 'kinds'>): number {
  const sizeOf = (names: readonly string[]): number => names.reduce((sum, name) => sum + (kinds[name]?.[1] ?? 0), 0);
  const all = sizeOf(Object.keys(kinds));
  return order.kinds === undefined || all === 0 ? bytes : Math.ceil((bytes * sizeOf(order.kinds)) / all);
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
    const { segmentCount, refusal } = await placeOrder(context, range);
    if (refusal !== undefined) return { refusal };
    return segmentCount > 0 ? { imageAt, target } : {};
  }
  return {};
}

/** Also of a hold. */
export async function endLive({ store }: Pick<Context, 'store'>, instructionId: string): Promise<void> {
  await store.transact(['orders', 'holds'], 'write', async (tx) => {
    await tx.delete('holds', instructionId);
    const order = await tx.get('orders', instructionId);
    if (order !== undefined) await tx.put('orders', instructionId, { ...order, liveUntilAt: 0 });
  });
}

/** A segment that was sealed just now, and the numbers of its records that are forwarded at once. */
export interface Fresh {
  row: SegmentRow;
  live: number[];
}

/** Matches freshly sealed segments with the orders, within the transaction that stores them. Returns how many matched. */
export async function outboxOrdered(
  { scope, settings }: Pick<Context, 'scope' | 'settings'>,
  tx: Transaction,
  fresh: readonly Fresh[],
): Promise<number> {
  const now = scope.now();
  const [{ row } = {}] = fresh;
  const { sentBytes = 0 } = (row && (await tx.get('usage', row.header.sessionId))) ?? {};
  const mayForward = sentBytes < settings.sendBytesMax;
  let added = 0;
  for (const { row: segment, live } of fresh) {
    if (live.length === 0 || !mayForward) continue;
    const { first, last } = segment.header;
    const part = live.length === last - first + 1 ? {} : { sequences: live };
    added += await addToOutbox(tx, segment, { id: 'live', part, isLive: true }, now);
  }
  for (const id of await tx.keys('orders')) {
    const order = await tx.get('orders', id);
    if (order === undefined) continue;
    if (Math.max(order.toAt, order.liveUntilAt) + AFTER_MS < now) {
      await tx.delete('orders', id);
      continue;
    }
    const left = mayForward ? { ...order } : { ...order, liveUntilAt: 0 };
    for (const { row: segment } of fresh) added += await applyOrder(tx, { id, order: left, now }, segment);
    await tx.put('orders', id, left);
  }
  return added;
}

/** Counts the segment against the limits of the live part, where it belongs to that. */
async function applyOrder(
  tx: Transaction,
  { id, order, now }: { id: string; order: OrderRow; now: number },
  segment: SegmentRow,
): Promise<number> {
  const { pageId, firstAt, lastAt, first, last, sessionId } = segment.header;
  if (order.sessionId !== sessionId || lastAt < order.fromAt) return 0;
  const part = partOf(order);
  if (firstAt <= order.toAt) {
    const ofPage = await tx.list('segments', pagePrefix(pageId));
    const picked = pick(ofPage, { ...order, fromAt: Math.max(order.fromAt, firstAt), toAt: lastAt });
    return addAll(tx, picked, { last, now, wish: { id, part, isLive: false } });
  }
  if (firstAt > order.liveUntilAt || order.bytesLeft <= 0 || order.countLeft <= 0) return 0;
  const spans = spansOf(order)?.filter(([fromAt, toAt]) => fromAt <= lastAt && toAt >= firstAt);
  const wish = { id, part: spans === undefined ? part : { ...part, spans }, isLive: true };
  if (fitPart(segment, wish.part) === 'none') return 0;
  order.bytesLeft -= shareOf(segment, order);
  const kinds = order.kinds ?? Object.keys(segment.kinds ?? {});
  order.countLeft -= segment.kinds
    ? kinds.reduce((sum, kind) => sum + (segment.kinds?.[kind]?.[0] ?? 0), 0)
    : last - first + 1;
  if (spans !== undefined) return addToOutbox(tx, segment, wish, now);
  const ofPage = await tx.list('segments', pagePrefix(pageId));
  const picked = pick(ofPage, { ...order, fromAt: Math.max(order.fromAt, firstAt), toAt: lastAt });
  return addAll(tx, picked, { last, now, wish });
}

async function addAll(
  tx: Transaction,
  picked: readonly SegmentRow[],
  { last, now, wish }: { last: number; now: number; wish: Parameters<typeof addToOutbox>[2] },
): Promise<number> {
  let added = 0;
  for (const segment of picked) if (segment.header.first <= last) added += await addToOutbox(tx, segment, wish, now);
  return added;
}
