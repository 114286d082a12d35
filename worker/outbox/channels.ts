import { outboxAssets } from '../assets/outboxAssets.ts';
import type { Context } from '../context.ts';
import type { Rows } from '../ring/rows.ts';

/** One post that waits, and what to do with the monitor's answer. */
export interface Job {
  method?: 'put';
  path: string;
  /** Of the address, besides the application. */
  query?: string;
  body: Uint8Array<ArrayBuffer> | string | Blob;
  confirm(reply: unknown): Promise<unknown>;
  refuse(): Promise<unknown>;
  /** Returns how often this one has failed by now. */
  fail(): Promise<number>;
}

/** The kinds of what is sent, each with its next job; `limit` is how many may travel together. */
export type Channel = (context: Context, limit: number) => Promise<Job | undefined>;

const ACKNOWLEDGEMENT_COUNT = 100;

export const nextAcknowledgements: Channel = async ({ store }, limit) => {
  const rows = await store.transact(['acknowledgements'], 'read', async (tx) => {
    const keys = await tx.keys('acknowledgements');
    const found: { key: string; row: Rows['acknowledgements'] }[] = [];
    for (const key of keys.slice(0, Math.min(limit, ACKNOWLEDGEMENT_COUNT))) {
      const row = await tx.get('acknowledgements', key);
      if (row !== undefined) found.push({ key, row });
    }
    return found;
  });
  if (rows.length === 0) return undefined;
  const forget = () =>
    store.transact(['acknowledgements'], 'write strictly', async (tx) => {
      for (const { key } of rows) await tx.delete('acknowledgements', key);
    });
  return {
    path: 'acknowledgements',
    body: JSON.stringify({ acknowledgements: rows.map(({ row }) => row) }),
    confirm: forget,
    // One bad row must not take the good ones with it: the courier asks again for one at a time.
    refuse: () => (rows.length === 1 ? forget() : Promise.resolve()),
    fail: () => Promise.resolve(0),
  };
};

export const nextSummary: Channel = async ({ store }) => {
  const rows = await store.transact(['summaries'], 'read', (tx) => tx.list('summaries'));
  const due = rows.filter(({ isDue }) => isDue).map(({ summary }) => summary);
  const [oldest] = due.sort((a, b) => a.at - b.at);
  if (oldest === undefined) return undefined;
  const settle = () =>
    store.transact(['summaries'], 'write', async (tx) => {
      const row = await tx.get('summaries', oldest.pageId);
      // A newer one that came meanwhile is still due.
      if (row?.summary.at === oldest.at) await tx.put('summaries', oldest.pageId, { ...row, isDue: false });
    });
  return {
    path: 'summaries',
    body: JSON.stringify(oldest),
    confirm: settle,
    refuse: settle,
    fail: () => Promise.resolve(0),
  };
};

export const nextSegment: Channel = async (context) => {
  const { store } = context;
  const rows = await store.transact(['outbox'], 'read', (tx) => tx.list('outbox'));
  const [next] = rows.sort((a, b) => a.tryCount - b.tryCount || a.addedAt - b.addedAt);
  if (next === undefined) return undefined;
  const { key } = next;
  const body = await store.transact(['bodies', 'ledger'], 'read', async (tx) =>
    // What is confirmed is never sent again, whatever else went wrong.
    (await tx.get('ledger', key)) === undefined ? tx.get('bodies', key) : undefined,
  );
  if (body === undefined) {
    await store.transact(['outbox'], 'write', (tx) => tx.delete('outbox', key));
    return nextSegment(context, 1);
  }
  return {
    path: 'segments',
    body,
    confirm: () => confirmSegment(context, key),
    refuse: () => refuseSegment(context, key),
    fail: () => delaySegment(context, key),
  };
};

/** The one place where something is deleted because it was sent: the monitor has it, and the ledger says so. */
async function confirmSegment({ store, scope }: Context, key: string): Promise<void> {
  await store.transact(['segments', 'bodies', 'outbox', 'ledger', 'assetOutbox'], 'write strictly', async (tx) => {
    const segment = await tx.get('segments', key);
    const sessionId = segment?.header.sessionId ?? '';
    await tx.put('ledger', key, { sessionId, confirmedAt: scope.now() });
    await outboxAssets(tx, segment?.assets ?? [], sessionId);
    await tx.delete('segments', key);
    await tx.delete('bodies', key);
    await tx.delete('outbox', key);
  });
}

async function refuseSegment({ store }: Context, key: string): Promise<void> {
  await store.transact(['segments', 'outbox'], 'write', async (tx) => {
    const segment = await tx.get('segments', key);
    if (segment !== undefined) await tx.put('segments', key, { ...segment, isRejected: true });
    await tx.delete('outbox', key);
  });
}

/** Goes to the end of the queue: one that always fails must not keep the others. */
async function delaySegment({ store }: Context, key: string): Promise<number> {
  return store.transact(['outbox'], 'write', async (tx) => {
    const row = await tx.get('outbox', key);
    if (row === undefined) return 0;
    const tryCount = row.tryCount + 1;
    await tx.put('outbox', key, { ...row, tryCount });
    return tryCount;
  });
}
