import { outboxAssets } from '../assets/outboxAssets.ts';
import type { Context } from '../context.ts';
import { segmentKeyOf, type OutboxRow, type SegmentRow } from '../ring/rows.ts';
import type { Transaction } from '../ring/store.ts';
import { fitPart, HEAVY, type Part } from '../segment/fitPart.ts';
import type { Channel, Job } from './channels.ts';

/** Sends segments and parts of segments, as far as the link allows it. */
export const nextSegment: Channel = async (context, limit) => {
  const { store } = context;
  const [next] = (await listDue(context)).sort((a, b) => a.tryCount - b.tryCount || a.addedAt - b.addedAt);
  if (next === undefined) return undefined;
  const key = segmentKeyOf(next.key);
  const { segment, body } = await store.transact(['segments', 'bodies', 'ledger'], 'read', async (tx) => ({
    segment: await tx.get('segments', key),
    // What is confirmed is never sent again, whatever else went wrong.
    body: (await tx.get('ledger', key)) === undefined ? await tx.get('bodies', key) : undefined,
  }));
  if (segment !== undefined && body !== undefined) return toJob(context, next, segment, body);
  await store.transact(['outbox'], 'write', (tx) => tx.delete('outbox', next.key));
  return nextSegment(context, limit);
};

async function listDue(context: Context): Promise<OutboxRow[]> {
  const rows = await context.store.transact(['outbox'], 'read', (tx) => tx.list('outbox'));
  const isReducing = context.link.decide().action === 'reduce';
  return rows.filter(({ addedAt, isLight }) => (isReducing && !isLight) || isDue(context, addedAt));
}

/** In full: the link is good, or it has waited for a good one as long as it may. */
export function isDue({ link, ...context }: Context, addedAt: number): boolean {
  return link.decide().action === 'send' || leftMs(context, addedAt) <= 0;
}

/** A clock that was set back is no reason to wait any longer. */
function leftMs({ scope, settings }: Pick<Context, 'scope' | 'settings'>, addedAt: number): number {
  return settings.link.maxHoldMinutes * 60_000 - Math.abs(scope.now() - addedAt);
}

function toJob(context: Context, row: OutboxRow, segment: SegmentRow, body: Uint8Array<ArrayBuffer>): Job {
  const isReduced = !isDue(context, row.addedAt);
  const part = isReduced ? lightPart(segment, row.part) : (row.part ?? {});
  const fit = fitPart(segment, part);
  const done: Done = { row, segment, bytes: body.length, assets: segment.assets ?? [] };
  const job = { path: 'segments', fail: () => delay(context, row.key) };
  if (fit === 'all') {
    return { ...job, body, confirm: () => confirmWhole(context, done), refuse: () => refuseWhole(context, done) };
  }
  // A part in full is done with; what was reduced waits for a better link with the rest.
  const settle = (tx: Transaction): Promise<unknown> =>
    isReduced ? tx.put('outbox', row.key, { ...row, isLight: true }) : tx.delete('outbox', row.key);
  return {
    ...job,
    async body() {
      const { copyPart } = await context.scope.loadParts();
      const copy = fit === 'none' ? undefined : await copyPart(context.scope, segment, body, part);
      done.bytes = copy?.body.length ?? 0;
      done.assets = copy?.row.assets ?? [];
      return copy?.body;
    },
    confirm: () => confirmPart(context, done, settle),
    refuse: () => context.store.transact(['outbox'], 'write', settle),
  };
}

function lightPart({ kinds = {} }: SegmentRow, part: Part = {}): Part {
  const light = (part.kinds ?? Object.keys(kinds)).filter((kind) => !HEAVY.includes(kind));
  return { ...part, kinds: light };
}

interface Done {
  row: OutboxRow;
  segment: SegmentRow;
  bytes: number;
  assets: readonly string[];
}
const TABLES = ['outbox', 'usage', 'assetOutbox'] as const;

/** The one place where something is deleted because it was sent: the monitor has it, and the ledger says so. */
async function confirmWhole(context: Context, done: Done): Promise<void> {
  const { key, header } = done.segment;
  await context.store.transact([...TABLES, 'segments', 'bodies', 'ledger'], 'write strictly', async (tx) => {
    await tx.put('ledger', key, { sessionId: header.sessionId, confirmedAt: context.scope.now() });
    await count(context, tx, done);
    for (const table of ['segments', 'bodies', 'outbox'] as const) await tx.delete(table, key);
    await tx.delete('outbox', done.row.key);
  });
}

/** The segment stays where it is, and may be asked for in full. */
async function confirmPart(context: Context, done: Done, settle: (tx: Transaction) => Promise<unknown>): Promise<void> {
  await context.store.transact(TABLES, 'write strictly', async (tx) => {
    await count(context, tx, done);
    await settle(tx);
  });
}

async function count({ scope }: Context, tx: Transaction, { row, segment, bytes, assets }: Done): Promise<void> {
  const { sessionId } = segment.header;
  const { sentBytes = 0 } = (await tx.get('usage', sessionId)) ?? {};
  await tx.put('usage', sessionId, { sentBytes: sentBytes + bytes, at: scope.now() });
  await outboxAssets(tx, assets, { sessionId, addedAt: row.addedAt });
}

async function refuseWhole({ store }: Context, { row, segment: { key } }: Done): Promise<void> {
  await store.transact(['segments', 'outbox'], 'write', async (tx) => {
    const segment = await tx.get('segments', key);
    if (segment !== undefined) await tx.put('segments', key, { ...segment, isRejected: true });
    await tx.delete('outbox', row.key);
  });
}

/** Goes to the end of the queue: one that always fails must not keep the others. */
async function delay({ store }: Context, key: string): Promise<number> {
  return store.transact(['outbox'], 'write', async (tx) => {
    const row = await tx.get('outbox', key);
    if (row === undefined) return 0;
    const tryCount = row.tryCount + 1;
    await tx.put('outbox', key, { ...row, tryCount });
    return tryCount;
  });
}

/** The link is not to be used: what waits goes back to the ring, and nothing follows. */
export async function giveUp({ store }: Context): Promise<void> {
  await store.transact(['outbox', 'orders'], 'write', async (tx) => {
    for (const table of ['outbox', 'orders'] as const)
      for (const key of await tx.keys(table)) await tx.delete(table, key);
  });
}

/** How long until the next that is held, or what is heavy of it, has waited long enough; undefined where nothing is. */
export async function holdMs(context: Context): Promise<number | undefined> {
  const { action } = context.link.decide();
  if (action !== 'hold' && action !== 'reduce') return undefined;
  const waiting = await context.store.transact(['outbox', 'assetOutbox'], 'read', async (tx) => [
    ...(await tx.list('outbox')),
    ...(await tx.list('assetOutbox')),
  ]);
  const left = waiting.map(({ addedAt = 0 }) => leftMs(context, addedAt)).filter((ms) => ms > 0);
  return left.length === 0 ? undefined : Math.min(...left);
}
