import type { Summary } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
import { readRing, RING_TABLES } from './readRing.ts';

/**
 * Sessions whose last summary says `running` and none of whose pages lives: they are over, and the monitor hears it from
 * the next page of the origin. Where every page had said that it goes, it was no crash.
 */
export async function reportDeadSessions(context: Context): Promise<void> {
  const { store, ids, scope } = context;
  const pages = await store.transact(['pages'], 'read', (tx) => tx.list('pages'));
  const live = await context.lock.livePageIds(pages);
  const liveSessionIds = new Set(pages.filter(({ pageId }) => live.has(pageId)).map(({ sessionId }) => sessionId));
  await store.transact([...RING_TABLES, 'pages', 'summaries'], 'write', async (tx) => {
    for (const summary of newestPerSession((await tx.list('summaries')).map((row) => row.summary))) {
      const { sessionId, pageId } = summary;
      if (summary.state !== 'running' || sessionId === ids.sessionId || liveSessionIds.has(sessionId)) continue;
      const own = pages.filter((page) => page.sessionId === sessionId);
      const next: Summary = {
        ...summary,
        state: own.length > 0 && own.every(({ hasLeft }) => hasLeft) ? 'ended' : 'crashed',
        at: scope.now(),
        lastAt: own.reduce((at, page) => Math.max(at, page.lastAt), summary.lastAt),
        counts: own.find((page) => page.pageId === pageId)?.counts ?? summary.counts,
        ring: await readRing(
          context,
          tx,
          sessionId,
          own.map((page) => page.pageId),
        ),
      };
      await tx.put('summaries', pageId, { summary: next, isDue: true });
    }
  });
}

function newestPerSession(summaries: readonly Summary[]): Summary[] {
  const newest = new Map<string, Summary>();
  for (const summary of summaries) {
    const known = newest.get(summary.sessionId);
    if (known === undefined || known.at < summary.at) newest.set(summary.sessionId, summary);
  }
  return [...newest.values()];
}
