import type { Context } from '../context.ts';
import type { Rows } from '../ring/rows.ts';

export type Body = Uint8Array<ArrayBuffer> | string | Blob;

/** One post that waits, and what to do with the monitor's answer. */
export interface Job {
  method?: 'put';
  path: string;
  /** Of the address, besides the application. */
  query?: string;
  body: Body | (() => Promise<Body | undefined>);
  confirm(reply: unknown): Promise<unknown>;
  /** Refused, or there is no body after all. */
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
