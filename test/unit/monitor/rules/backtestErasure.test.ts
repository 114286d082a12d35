import { expect, it } from 'vitest';
import type { SessionRow } from '../../../../monitor/src/api/contract.ts';
import { createBacktest } from '../../../../monitor/src/backtest/backtest.ts';
import { prepareDraft } from '../../../../monitor/src/backtest/draftRun.ts';
import { makeIds, number, START_AT } from '../core/segments.ts';
import { createShelf, refusal, segment, trigger } from './following.ts';

it('names no session that is erased while it is read', async () => {
  const shelf = createShelf();
  const ids = makeIds();
  shelf.segments.push(segment(ids, number([refusal(START_AT)])));
  const session = {
    ...ids,
    app: 'shop',
    user: 'ada',
    userAgent: '',
    startedAt: START_AT,
  } as Partial<SessionRow> as SessionRow;
  const { rules } = trigger({ when: 'true' });
  const backtest = createBacktest(
    {
      archive: {
        get: async (key) => {
          const bytes = await shelf.deps.archive.get(key);
          backtest.forgetSession(ids.sessionId);
          return bytes;
        },
      },
      index: {
        searchSessions: async () => ({ sessions: [session], nextCursor: null }),
        listPages: shelf.deps.listPages,
        describeUser: () => Promise.reject(new Error('nobody asks')),
      },
      audiences: { judgeAll: async () => [], caveats: async () => [] },
      report: (error) => {
        throw error;
      },
    },
    prepareDraft(rules),
    [],
    { app: 'shop', sessionCountMax: 10 },
  );
  await backtest.run(() => false);
  expect(backtest.look().hits.flatMap(({ sessions }) => sessions)).toEqual([]);
  expect(backtest.look()).toMatchObject({ doneCount: 0, totalCount: 1 });
});
