import type { Acknowledgement, ClaimOrder } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../ring/store.ts';

/**
 * True for the first who asks, over all tabs and reloads: reading and writing are one transaction. `key` is the
 * instruction's id, with `:` and the tab's behind it where each tab has to carry it out.
 */
export async function claim(
  { store, ids }: Pick<Context, 'store' | 'ids'>,
  key: string,
  expiresAt: number,
  order: ClaimOrder | undefined,
): Promise<boolean> {
  return store.transact(['claims'], 'write strictly', async (tx) => {
    if ((await tx.get('claims', key)) !== undefined) return false;
    await tx.put('claims', key, { expiresAt, word: { ...ids, instructionId: key.split(':')[0], ...order } });
    return true;
  });
}

/** Queues durably. The same outcome of the same instruction twice is one row. */
export async function queueAcknowledgements(
  { store }: Pick<Context, 'store'>,
  rows: readonly Acknowledgement[],
): Promise<void> {
  await store.transact(['acknowledgements', 'claims'], 'write strictly', async (tx) => {
    for (const row of rows) await queue(tx, row);
  });
}

async function queue(tx: Transaction, row: Acknowledgement): Promise<void> {
  const { pageId, tabId, instructionId = '', rulesHash = '', outcome } = row;
  await tx.put('acknowledgements', [pageId, instructionId, rulesHash, outcome].join('/'), row);
  for (const key of [instructionId, `${instructionId}:${tabId}`]) {
    const claimed = await tx.get('claims', key);
    if (claimed !== undefined) await tx.put('claims', key, { ...claimed, isAcknowledged: true });
  }
}

/** What a page had begun and never said the end of when it died: nobody will carry it out, and the monitor hears so. */
export async function reportInterrupted({ store, scope, lock }: Context): Promise<void> {
  const pages = await store.transact(['pages'], 'read', (tx) => tx.list('pages'));
  const live = await lock.livePageIds(pages);
  await store.transact(['acknowledgements', 'claims'], 'write strictly', async (tx) => {
    for (const { word, isAcknowledged } of await tx.list('claims')) {
      if (word === undefined || isAcknowledged || live.has(word.pageId)) continue;
      await queue(tx, { ...word, at: scope.now(), outcome: 'failed', code: 'interrupted' });
    }
  });
}
