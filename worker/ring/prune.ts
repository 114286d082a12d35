import type { Context } from '../context.ts';
import { isHolding } from './placeHold.ts';
import type { Row, Table } from './rows.ts';
import type { Transaction } from './store.ts';

/** Longer than a session may live: after that nobody sends for a page, or asks for it. */
const KEEP_MS = 7 * 24 * 3_600_000;

/** Removes the small rows that have served: claims, holds and orders that are over, pages that nothing is left of. */
export async function prune({ store, scope, ids }: Context): Promise<void> {
  const tables = ['claims', 'holds', 'ledger', 'pages', 'drops', 'summaries', 'segments', 'pending', 'usage'] as const;
  const now = scope.now();
  await store.transact(tables, 'write', async (tx) => {
    // What was never acknowledged, the next look at dead pages does.
    await remove(tx, 'claims', ({ expiresAt, word, isAcknowledged }) => expiresAt < now && (!word || !!isAcknowledged));
    await remove(tx, 'holds', (hold) => !isHolding(hold, now));
    await remove(tx, 'ledger', ({ confirmedAt }) => confirmedAt < now - KEEP_MS);
    await remove(tx, 'usage', ({ at }) => at < now - KEEP_MS);
    const keys = [...(await tx.keys('segments')), ...(await tx.keys('pending'))];
    const full = new Set(keys.map((key) => key.slice(0, key.indexOf('/'))));
    for (const { pageId, seenAt } of await tx.list('pages')) {
      if (seenAt > now - KEEP_MS || full.has(pageId) || pageId === ids.pageId) continue;
      for (const table of ['pages', 'drops', 'summaries'] as const) await tx.delete(table, pageId);
    }
  });
}

async function remove<T extends Extract<Table, 'claims' | 'holds' | 'ledger' | 'usage'>>(
  tx: Transaction,
  table: T,
  isOver: (row: Row<T>) => boolean,
): Promise<void> {
  for (const key of await tx.keys(table)) {
    const row = await tx.get(table, key);
    if (row !== undefined && isOver(row)) await tx.delete(table, key);
  }
}
