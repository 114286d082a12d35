import type { WorkerStatus } from '../src/wire/index.ts';
import type { Context } from './context.ts';
import { readRing, RING_TABLES } from './summary/readRing.ts';

const TABLES = [...RING_TABLES, 'pages', 'outbox', 'ledger', 'schedule'] as const;

/** What the worker knows of itself. */
export async function readStatus({ store, ids, settings, scope, faults }: Context): Promise<WorkerStatus> {
  const found = await store.transact(TABLES, 'read', async (tx) => {
    const schedule = await tx.get('schedule', 'schedule');
    const ofSession = ({ sessionId }: { sessionId: string }): boolean => sessionId === ids.sessionId;
    return {
      ring: await readRing({ settings, scope }, tx, ids.sessionId, [ids.pageId]),
      counts: (await tx.get('pages', ids.pageId))?.counts ?? {},
      outbox: {
        segmentCount: (await tx.keys('outbox')).length,
        failureCount: schedule?.failureCount ?? 0,
        ...(schedule === undefined || schedule.lastError === '' ? {} : { lastError: schedule.lastError }),
        ...(schedule === undefined || schedule.nextTryAt === 0 ? {} : { nextTryAt: schedule.nextTryAt }),
        rejectedCount: (await tx.list('segments')).filter((row) => row.isRejected && ofSession(row.header)).length,
        confirmedCount: (await tx.list('ledger')).filter(ofSession).length,
      },
    };
  });
  // After the transaction: it may be what made the store step down.
  const { storage, reasons } = store.state();
  const link = { action: 'send' as const, causes: [] };
  return { storage, reasons: [...reasons, ...faults], ...found, link, sentBytes: 0 };
}
