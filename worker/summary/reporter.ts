import type { Summary, SummaryFacts } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
import { fitSummary } from './fitSummary.ts';
import { readRing, RING_TABLES } from './readRing.ts';

/** Writes the page's summary for the courier: the first at once, later ones at most every 10 s, and only when they differ. */
export interface Reporter {
  report(facts: SummaryFacts): Promise<void>;
  /** Something was captured: the counts will have changed. */
  touch(): void;
  /** Writes what is due without waiting; `state` overrides that of the facts. */
  settle(state?: Summary['state']): Promise<void>;
}

const EVERY_MS = 10_000;

export function createReporter(context: Context, onWritten: () => void): Reporter {
  const { scope, alarm } = context;
  let facts: SummaryFacts | undefined;
  let lastText = '';
  let writtenAt = -Infinity;

  const write = async (): Promise<void> => {
    alarm.clear('summary');
    if (facts === undefined) return;
    const summary = await assembleSummary(context, facts);
    const text = JSON.stringify({ ...summary, at: 0 });
    if (text === lastText) return;
    await context.store.transact(['summaries'], 'write', (tx) =>
      tx.put('summaries', summary.pageId, { summary, isDue: true }),
    );
    lastText = text;
    writtenAt = scope.uptimeMs();
    onWritten();
  };
  const touch = (): void => {
    if (facts === undefined) return;
    const waitMs = writtenAt + EVERY_MS - scope.uptimeMs();
    alarm.set('summary', Math.max(0, waitMs), () => {
      context.runBehind(write);
    });
  };
  return {
    touch,
    async report(next) {
      facts = next;
      if (scope.uptimeMs() - writtenAt >= EVERY_MS) await write();
      else touch();
    },
    async settle(state) {
      if (facts !== undefined && state !== undefined) facts = { ...facts, state };
      await write();
    },
  };
}

async function assembleSummary(context: Context, facts: SummaryFacts): Promise<Summary> {
  const { store, ids, settings, scope, faults } = context;
  const found = await store.transact([...RING_TABLES, 'pages'], 'read', async (tx) => ({
    page: await tx.get('pages', ids.pageId),
    ring: await readRing(context, tx, ids.sessionId, [ids.pageId]),
  }));
  // After the transaction: it may be what made the store step down.
  const { storage, reasons } = store.state();
  return fitSummary({
    ...facts,
    version: 1,
    ...ids,
    at: scope.now(),
    clockOffsetMs: settings.clockOffsetMs,
    lastAt: Math.max(found.page?.lastAt ?? 0, facts.startedAt),
    counts: found.page?.counts ?? {},
    ring: found.ring,
    agent: { ...facts.agent, storage, reasons: [...new Set([...facts.agent.reasons, ...reasons, ...faults])] },
  });
}
