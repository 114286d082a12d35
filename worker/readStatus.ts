import type { WorkerStatus } from '../src/wire/index.ts';
import type { Context } from './context.ts';
import { isHolding } from './ring/placeHold.ts';
import { readRing, RING_TABLES } from './summary/readRing.ts';

const TABLES = [...RING_TABLES, 'pages', 'outbox', 'ledger', 'schedule', 'usage', 'holds'] as const;

/** What the worker knows of itself. */
export async function readStatus({ store, ids, settings, scope, faults, link }: Context): Promise<WorkerStatus> {
  const decision = link.decide();
  const { action } = decision;
  const found = await store.transact(TABLES, 'read', async (tx) => {
    const schedule = await tx.get('schedule', 'schedule');
    const outbox = await tx.list('outbox');
    const ofSession = ({ sessionId }: { sessionId: string }): boolean => sessionId === ids.sessionId;
    return {
      ring: await readRing({ settings, scope }, tx, ids.sessionId, [ids.pageId]),
      counts: (await tx.get('pages', ids.pageId))?.counts ?? {},
      outbox: {
        segmentCount: outbox.length,
        failureCount: schedule?.failureCount ?? 0,
        ...(schedule === undefined || schedule.lastError === '' ? {} : { lastError: schedule.lastError }),
        ...(schedule === undefined || schedule.nextTryAt === 0 ? {} : { nextTryAt: schedule.nextTryAt }),
        rejectedCount: (await tx.list('segments')).filter((row) => row.isRejected && ofSession(row.header)).length,
        confirmedCount: (await tx.list('ledger')).filter(ofSession).length,
        givenUpCount: (await tx.list('drops'))
          .filter(ofSession)
          .reduce((sum, { givenUpCount = 0 }) => sum + givenUpCount, 0),
      },
      holds: (await tx.list('holds'))
        .filter((hold) => isHolding(hold, scope.now()))
        .map(({ fromAt, toAt, untilAt }) => ({ fromAt, toAt, untilAt })),
      sentBytes: (await tx.get('usage', ids.sessionId))?.sentBytes ?? 0,
      // What is light does not wait for a link that only wants less.
      waitingSince: outbox
        .filter(({ isLight }) => action === 'hold' || (action === 'reduce' && isLight))
        .reduce((at, { addedAt }) => Math.min(at, addedAt), Infinity),
    };
  });
  // After the transaction: it may be what made the store step down.
  const { storage, reasons } = store.state();
  const { waitingSince, ...rest } = found;
  const kbps = link.kbps();
  return {
    ...{ storage, reasons: [...reasons, ...faults], ...rest },
    link: {
      ...decision,
      ...(kbps !== undefined && { kbps }),
      ...(waitingSince < Infinity && { holdingSince: waitingSince }),
    },
  };
}
