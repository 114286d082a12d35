import type { Acknowledgement } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';

/** True for the first who asks, over all tabs and reloads: reading and writing are one transaction. */
export async function claim({ store }: Context, instructionId: string, expiresAt: number): Promise<boolean> {
  return store.transact(['claims'], 'write strictly', async (tx) => {
    if ((await tx.get('claims', instructionId)) !== undefined) return false;
    await tx.put('claims', instructionId, { expiresAt });
    return true;
  });
}

/** Queues durably. The same outcome of the same instruction twice is one row. */
export async function queueAcknowledgements({ store }: Context, rows: readonly Acknowledgement[]): Promise<void> {
  await store.transact(['acknowledgements'], 'write strictly', async (tx) => {
    for (const row of rows) {
      const { pageId, instructionId = '', rulesHash = '', outcome } = row;
      await tx.put('acknowledgements', [pageId, instructionId, rulesHash, outcome].join('/'), row);
    }
  });
}
