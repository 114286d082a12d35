import type { Summary } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
import { pagePrefix } from '../ring/rows.ts';
import type { Transaction } from '../ring/store.ts';
import { describeRing } from './describeRing.ts';

/** The tables that `readRing` reads. */
export const RING_TABLES = ['segments', 'pending', 'drops'] as const;

/** What can be asked for of a session; of pending records only those of `pageIds`, because reading them costs. */
export async function readRing(
  { settings, scope }: Pick<Context, 'settings' | 'scope'>,
  tx: Transaction,
  sessionId: string,
  pageIds: readonly string[],
): Promise<Summary['ring']> {
  const pending = [];
  for (const pageId of pageIds) pending.push(...(await tx.list('pending', pagePrefix(pageId))));
  const promisedAt = scope.now() - settings.buffer.minutes * 60_000;
  return describeRing({
    sessionId,
    segments: await tx.list('segments'),
    pending,
    drops: await tx.list('drops'),
    promisedAt,
  });
}
