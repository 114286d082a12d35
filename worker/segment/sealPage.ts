import type { Context } from '../context.ts';
import { outboxOrdered, type Fresh } from '../outbox/orders.ts';
import { pagePrefix, rowKey, type PendingRow } from '../ring/rows.ts';
import { assembleDrafts, type Draft } from './assembleDrafts.ts';
import { sealDraft, type Sealed } from './sealDraft.ts';

/**
 * Makes segments of a page's pending records. `isOpen`: the newest draft may still grow and stays pending.
 * Resolves to the number of segments that were put into the outbox, and to what is still pending.
 */
export async function sealPage(
  context: Context,
  pageId: string,
  isOpen: boolean,
): Promise<{ segmentCount: number; outboxedCount: number }> {
  const { store, scope, settings } = context;
  const { page, rows } = await store.transact(['pages', 'pending'], 'read', async (tx) => ({
    page: await tx.get('pages', pageId),
    rows: await tx.list('pending', pagePrefix(pageId)),
  }));
  const offsetMs = pageId === context.ids.pageId ? settings.clockOffsetMs : (page?.clockOffsetMs ?? 0);
  const drafts = assembleDrafts(rows);
  if (isOpen) drafts.pop();
  let [segmentCount, outboxedCount] = [0, 0];
  for (const draft of drafts) {
    const sealed = await sealDraft(scope, draft, offsetMs);
    outboxedCount += await storeSealed(context, rowsOf(draft, rows), sealed, draft.live ?? []);
    segmentCount += sealed.length;
  }
  return { segmentCount, outboxedCount };
}

function rowsOf(draft: Draft, rows: readonly PendingRow[]): string[] {
  const end = draft.first + draft.records.length;
  return rows
    .filter(({ first }) => first >= draft.first && first < end)
    .map(({ pageId, first }) => rowKey(pageId, first));
}

/** In one transaction: pending rows out, segments in, and into the outbox where an order waits for them. */
async function storeSealed(context: Context, pendingKeys: string[], sealed: Sealed[], live: number[]): Promise<number> {
  const tables = ['pending', 'segments', 'bodies', 'orders', 'outbox', 'usage'] as const;
  return context.store.transact(tables, 'write', async (tx) => {
    for (const key of pendingKeys) {
      // Another tab has taken the page for dead and was faster.
      if ((await tx.get('pending', key)) === undefined) return 0;
    }
    for (const key of pendingKeys) await tx.delete('pending', key);
    for (const { row, body } of sealed) {
      await tx.put('segments', row.key, row);
      await tx.put('bodies', row.key, body);
    }
    const fresh = sealed.map(({ row }): Fresh => {
      const { first, last } = row.header;
      return { row, live: live.filter((sequence) => sequence >= first && sequence <= last) };
    });
    return outboxOrdered(context, tx, fresh);
  });
}

/** Seals what pages have left behind that don't live any more. */
export async function sealDeadPages(context: Context): Promise<void> {
  const { pages, pendingKeys } = await context.store.transact(['pages', 'pending'], 'read', async (tx) => ({
    pages: await tx.list('pages'),
    pendingKeys: await tx.keys('pending'),
  }));
  const live = await context.lock.livePageIds(pages);
  const withPending = new Set(pendingKeys.map((key) => key.slice(0, key.indexOf('/'))));
  for (const pageId of withPending) {
    if (!live.has(pageId)) await sealPage(context, pageId, false);
  }
}
