import type { Context } from '../context.ts';
import { copyPart } from '../segment/copyPart.ts';
import type { Sealed } from '../segment/sealDraft.ts';
import type { Evictable, Thinned } from './planEviction.ts';
import type { SegmentRow } from './rows.ts';
import type { Transaction } from './store.ts';

/** Segments that are written anew in one go: each takes up to some ten milliseconds, in which nothing can be stored. */
const STEP_COUNT = 3;

/** Takes the kinds out of the first few. Says whether there is more to do. */
export async function thinSome(
  context: Context,
  thinned: readonly Thinned[],
  listEvictable: (tx: Transaction, now: number) => Promise<Evictable[]>,
): Promise<boolean> {
  for (const { segment, kinds } of thinned.slice(0, STEP_COUNT)) {
    const { key } = segment;
    const { row, body } = await context.store.transact(['segments', 'bodies'], 'read', async (tx) => ({
      row: await tx.get('segments', key),
      body: await tx.get('bodies', key),
    }));
    if (row === undefined || body === undefined) continue;
    const left = Object.keys(row.kinds ?? {}).filter((kind) => !kinds.includes(kind));
    const copy = await copyPart(context.scope, row, body, { kinds: left });
    await context.store.transact(['segments', 'bodies', 'outbox', 'holds', 'drops'], 'write', async (tx) => {
      // Another tab may have ordered, held or thinned it meanwhile.
      const current = (await listEvictable(tx, context.scope.now())).find((other) => other.key === key);
      if (current?.bytes !== row.bytes || current.isKept || current.isLive) return;
      await replace(tx, row, kinds, copy);
    });
  }
  return thinned.length > STEP_COUNT;
}

async function replace(
  tx: Transaction,
  { key, header }: SegmentRow,
  kinds: readonly string[],
  copy: Sealed | undefined,
): Promise<void> {
  await tx.delete('segments', key);
  await tx.delete('bodies', key);
  if (copy !== undefined) {
    await tx.put('segments', copy.row.key, copy.row);
    await tx.put('bodies', copy.row.key, copy.body);
  }
  const { sessionId, pageId, lastAt } = header;
  const before = (await tx.get('drops', pageId)) ?? { sessionId, toAt: 0, isShort: false };
  const thinned = { ...before.thinned };
  for (const kind of kinds) thinned[kind] = Math.max(lastAt, thinned[kind] ?? 0);
  await tx.put('drops', pageId, { ...before, thinned });
}
