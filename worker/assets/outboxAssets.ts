import type { AssetOutboxRow } from '../ring/rows.ts';
import type { Transaction } from '../ring/store.ts';

/** By session: where one is erased, another may want the same file all the same. */
export function assetKey({ sessionId, hash }: Pick<AssetOutboxRow, 'sessionId' | 'hash'>): string {
  return `${sessionId}/${hash}`;
}

/** Within the transaction in which a segment is confirmed: what it names has to be there, too. */
export async function outboxAssets(
  tx: Transaction,
  hashes: readonly string[],
  of: Pick<AssetOutboxRow, 'sessionId' | 'addedAt'>,
): Promise<void> {
  for (const hash of hashes) {
    const row = { ...of, hash, tryCount: 0, isMissing: false };
    if ((await tx.get('assetOutbox', assetKey(row))) === undefined) await tx.put('assetOutbox', assetKey(row), row);
  }
}
