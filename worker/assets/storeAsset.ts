import type { Context } from '../context.ts';
import { readHashes } from '../segment/readHashes.ts';
import type { Transaction } from '../ring/store.ts';

export interface AssetFile {
  /** SHA-256 of the file, hexadecimal. */
  hash: string;
  type: string;
  /** The file, or what `encoding` has made of it. */
  body: Uint8Array<ArrayBuffer>;
  encoding?: 'gzip';
}

/**
 * Ceiling on the device, over all pages. First go files that nothing needs which is buffered, then the others, those that
 * were named longest ago before the rest; never one that waits to be sent.
 */
const BYTES_MAX = 30_000_000;

/** Once per content; makes room for it. */
export async function storeAsset(context: Context, { hash, body, ...file }: AssetFile): Promise<void> {
  const { store, scope } = context;
  const bytes = await store.transact(['assets', 'assetBodies'], 'write', async (tx) => {
    const known = await tx.get('assets', hash);
    await tx.put('assets', hash, { ...(known ?? { ...file, bytes: body.length }), usedAt: scope.now() });
    if (known !== undefined) return 0;
    await tx.put('assetBodies', hash, body);
    return (await tx.list('assets')).reduce((sum, row) => sum + row.bytes, 0);
  });
  if (bytes > BYTES_MAX) await makeRoom(context, hash, bytes - BYTES_MAX);
}

/** Which of them are there; they are named again, and count as used just now. */
export function touchAssets({ store, scope }: Context, hashes: readonly string[]): Promise<boolean[]> {
  return store.transact(['assets'], 'write', async (tx) => {
    const found: boolean[] = [];
    for (const hash of hashes) {
      const row = await tx.get('assets', hash);
      if (row !== undefined) await tx.put('assets', hash, { ...row, usedAt: scope.now() });
      found.push(row !== undefined);
    }
    return found;
  });
}

async function makeRoom({ store }: Context, fresh: string, excessBytes: number): Promise<void> {
  const tables = ['assets', 'assetBodies', 'assetOutbox', 'segments', 'pending'] as const;
  await store.transact(tables, 'write', async (tx) => {
    const waiting = new Set([fresh, ...(await tx.list('assetOutbox')).map(({ hash }) => hash)]);
    const needed = await listNeeded(tx);
    const [keys, rows] = [await tx.keys('assets'), await tx.list('assets')];
    const files = rows.map((row, index) => {
      const key = keys[index] ?? '';
      return { key, row, rank: needed.has(key) ? 1 : 0 };
    });
    let left = excessBytes;
    for (const { key, row } of files.sort((a, b) => a.rank - b.rank || a.row.usedAt - b.row.usedAt)) {
      if (left <= 0) return;
      if (waiting.has(key)) continue;
      await tx.delete('assets', key);
      await tx.delete('assetBodies', key);
      left -= row.bytes;
    }
  });
}

/** What records name that are still on the device. */
async function listNeeded(tx: Transaction): Promise<Set<string>> {
  const sealed = (await tx.list('segments')).flatMap(({ assets = [] }) => assets);
  const pending = (await tx.list('pending')).flatMap(({ records }) => records.flatMap(readHashes));
  return new Set([...sealed, ...pending]);
}
