import type { Transaction } from '../ring/store.ts';

/** Within the transaction in which a segment is confirmed: what it names has to be there, too. */
export async function outboxAssets(tx: Transaction, hashes: readonly string[], sessionId: string): Promise<void> {
  for (const hash of hashes) {
    if ((await tx.get('assetOutbox', hash)) === undefined) {
      await tx.put('assetOutbox', hash, { hash, sessionId, tryCount: 0, isMissing: false });
    }
  }
}
