import { LIMITS } from '../../src/wire/limits.ts';
import type { Context } from '../context.ts';
import { isDue } from '../outbox/segmentChannel.ts';
import type { Channel, Job } from '../outbox/channels.ts';
import type { AssetOutboxRow } from '../ring/rows.ts';
import type { Transaction } from '../ring/store.ts';
import { fieldOf } from '../upload/postToMonitor.ts';
import { assetKey } from './outboxAssets.ts';

/** Sends files: first asks which of those that archived records name are missing there, then sends these, one at a time. */
export const nextAsset: Channel = async (context, limit) => {
  const all = await context.store.transact(['assetOutbox'], 'read', (tx) => tx.list('assetOutbox'));
  const rows = all.filter(({ addedAt = 0 }) => isDue(context, addedAt));
  const [wanted] = rows.filter(({ isMissing }) => isMissing).sort((a, b) => a.tryCount - b.tryCount);
  if (wanted !== undefined) return (await sendFile(context, wanted)) ?? nextAsset(context, limit);
  const [first] = rows;
  if (first === undefined) return undefined;
  const ofSession = rows.filter(({ sessionId }) => sessionId === first.sessionId);
  return ask(context, ofSession.slice(0, Math.min(limit, LIMITS.assetHashCount)));
};

function ask(context: Context, rows: AssetOutboxRow[]): Job {
  const settle = (missing: readonly unknown[]) =>
    change(context, async (tx) => {
      for (const row of rows) {
        if (missing.includes(row.hash)) await tx.put('assetOutbox', assetKey(row), { ...row, isMissing: true });
        else await tx.delete('assetOutbox', assetKey(row));
      }
    });
  return {
    path: 'assets/missing',
    body: JSON.stringify({ session: rows[0]?.sessionId, hashes: rows.map(({ hash }) => hash) }),
    confirm: (reply) => settle(readMissing(reply)),
    refuse: () => settle([]),
    fail: () => Promise.resolve(0),
  };
}

async function sendFile(context: Context, row: AssetOutboxRow): Promise<Job | undefined> {
  const { hash, sessionId } = row;
  const forget = () => change(context, (tx) => tx.delete('assetOutbox', assetKey(row)));
  const [asset, body] = await context.store.transact(['assets', 'assetBodies'], 'read', async (tx) => [
    await tx.get('assets', hash),
    await tx.get('assetBodies', hash),
  ]);
  if (asset === undefined || body === undefined) {
    await forget();
    return undefined;
  }
  return {
    method: 'put',
    path: `assets/${hash}`,
    query: `&session=${sessionId}${asset.encoding === undefined ? '' : `&encoding=${asset.encoding}`}`,
    body: new Blob([body], { type: asset.type }),
    confirm: forget,
    refuse: forget,
    async fail() {
      await change(context, (tx) => tx.put('assetOutbox', assetKey(row), { ...row, tryCount: row.tryCount + 1 }));
      return row.tryCount + 1;
    },
  };
}

function change(context: Context, body: (tx: Transaction) => Promise<unknown>): Promise<unknown> {
  return context.store.transact(['assetOutbox'], 'write strictly', body);
}

function readMissing(reply: unknown): readonly unknown[] {
  const missing = fieldOf(reply, 'missing');
  return Array.isArray(missing) ? missing : [];
}
