import type { Context } from '../context.ts';

export interface AssetFile {
  /** SHA-256 of the body, hexadecimal. */
  hash: string;
  type: string;
  body: Uint8Array<ArrayBuffer>;
}

/** Ceiling on the device, over all pages. The least recently used go first, never one that waits to be sent. */
const BYTES_MAX = 30_000_000;

/** Once per content; makes room for it. */
export async function storeAsset({ store, scope }: Context, { hash, type, body }: AssetFile): Promise<void> {
  await store.transact(['assets', 'assetBodies', 'assetOutbox'], 'write', async (tx) => {
    const isNew = (await tx.get('assets', hash)) === undefined;
    await tx.put('assets', hash, { type, bytes: body.length, usedAt: scope.now() });
    if (!isNew) return;
    await tx.put('assetBodies', hash, body);
    const waiting = new Set((await tx.list('assetOutbox')).map((row) => row.hash));
    const [keys, rows] = [await tx.keys('assets'), await tx.list('assets')];
    let bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
    const byAge = rows
      .map((row, index) => ({ key: keys[index] ?? '', row }))
      .sort((a, b) => a.row.usedAt - b.row.usedAt);
    for (const { key, row } of byAge) {
      if (bytes <= BYTES_MAX) return;
      if (key === hash || waiting.has(key)) continue;
      await tx.delete('assets', key);
      await tx.delete('assetBodies', key);
      bytes -= row.bytes;
    }
  });
}
