import { setImmediate } from 'node:timers/promises';
import type { RecordKind, RuleSetSource } from 'rewindow/wire';
import type { BacktestReply, SessionRow } from '../api/contract.ts';
import type { Archive, SessionIndex } from '../ports/index.ts';
import { streamRecords } from '../replay/recordStream.ts';
import { asksProfile } from '../rules/monitorPart.ts';
import { describeMissing, listCaveats } from './caveats.ts';
import { createDraftRun, type Draft, type DraftResult } from './draftRun.ts';
import { createTally } from './tally.ts';

export interface BacktestDeps {
  archive: Pick<Archive, 'get'>;
  index: Pick<SessionIndex, 'searchSessions' | 'listPages' | 'describeUser'>;
  audiences: DraftAudiences;
  report(error: unknown): void;
}
/** What the monitor can tell of a draft's audiences. */
export interface DraftAudiences {
  judgeAll(
    app: string,
    targeting: RuleSetSource['targeting'],
    asking: { sessionId: string; address: string },
  ): Promise<string[]>;
  caveats(app: string, targeting: RuleSetSource['targeting']): Promise<string[]>;
}

/** Which sessions, newest first. */
export interface BacktestScope {
  app: string;
  fromAt?: number | undefined;
  toAt?: number | undefined;
  user?: string | undefined;
  sessionCountMax: number;
}

export interface Backtest {
  /** So far. */
  look(): Omit<BacktestReply, 'id' | 'state' | 'message'>;
  forgetSession(sessionId: string): void;
  /** Resolves when all sessions are done, or it was stopped. */
  run(isStopped: () => boolean): Promise<void>;
}

/** Records between two turns of the event loop: requests are answered in between. */
const TURN_RECORD_COUNT = 250;
const PAGE_LIMIT = 200;

export function createBacktest(
  deps: BacktestDeps,
  draft: Draft,
  targeting: RuleSetSource['targeting'],
  scope: BacktestScope,
): Backtest {
  const tally = createTally(draft.rules);
  const sum = { doneCount: 0, totalCount: 0, recordCount: 0 };
  const cost = { archivedBytes: 0, bufferedBytes: 0, sentBytes: 0, imageCount: 0 };
  const sessionsByKind = new Map<RecordKind, number>();
  const erased = new Set<string>();
  const caveats = listCaveats(draft.rules, targeting);
  const add = ({ sessionId, user }: SessionRow, result: DraftResult) => {
    tally.add({ sessionId, user }, result.happened);
    for (const kind of result.kinds) sessionsByKind.set(kind, (sessionsByKind.get(kind) ?? 0) + 1);
    sum.doneCount += 1;
    sum.recordCount += result.recordCount;
    cost.archivedBytes += result.cost.archivedBytes;
    cost.bufferedBytes += result.cost.bufferedBytes;
    cost.sentBytes += result.cost.sentBytes;
    cost.imageCount += result.cost.imageCount;
  };
  return {
    look: () => ({
      ...sum,
      hits: tally.hits(),
      cost: { ...cost },
      caveats: [...caveats, ...describeMissing(draft.rules, sum.doneCount, sessionsByKind)],
    }),
    forgetSession(sessionId) {
      // It may be the one that is being read, or one that is still to come.
      erased.add(sessionId);
      tally.forgetSession(sessionId);
    },
    async run(isStopped) {
      caveats.push(...(await deps.audiences.caveats(scope.app, targeting)));
      if (asksProfile(draft)) caveats.push('The profile of a user is taken as it is today.');
      const { sessions, hasMore } = await listSessions(deps, scope, isStopped);
      sum.totalCount = sessions.length;
      if (hasMore) caveats.push(`There are more sessions than the ${String(sessions.length)} newest that were taken.`);
      for (const session of sessions) {
        if (isStopped()) return;
        const result = await runSession(deps, { draft, targeting, session, isStopped });
        if (result !== undefined && !erased.has(session.sessionId)) add(session, result);
      }
    },
  };
}

async function listSessions({ index }: BacktestDeps, scope: BacktestScope, isStopped: () => boolean) {
  const { app, fromAt, toAt, user, sessionCountMax } = scope;
  const query = {
    ...{ app, archived: 'true' as const, limit: String(PAGE_LIMIT) },
    ...(user !== undefined && { user }),
    ...(fromAt !== undefined && { fromAt: String(fromAt) }),
    ...(toAt !== undefined && { toAt: String(toAt) }),
  };
  const sessions: SessionRow[] = [];
  for (let cursor: string | null | undefined; cursor !== null && !isStopped();) {
    const page = await index.searchSessions({ ...query, ...(cursor !== undefined && { cursor }) });
    sessions.push(...page.sessions);
    cursor = page.nextCursor;
    if (sessions.length > sessionCountMax || (sessions.length === sessionCountMax && cursor !== null)) {
      return { sessions: sessions.slice(0, sessionCountMax), hasMore: true };
    }
  }
  return { sessions, hasMore: false };
}

interface SessionRun {
  draft: Draft;
  targeting: RuleSetSource['targeting'];
  session: SessionRow;
  isStopped: () => boolean;
}

/** Undefined where it was stopped on the way. */
async function runSession(deps: BacktestDeps, { draft, targeting, session, isStopped }: SessionRun) {
  const { app, sessionId, user, userAgent, startedAt } = session;
  const granted = new Set(await deps.audiences.judgeAll(app, targeting, { sessionId, address: '' }));
  const profile = asksProfile(draft) && user !== null ? await deps.index.describeUser(app, user) : undefined;
  const run = createDraftRun(draft, {
    ...{ startedAt, user: undefined },
    visitor: { sessionId, userAgent, granted },
    profile: profile && { ...profile },
  });
  const pages = await deps.index.listPages(sessionId);
  let count = 0;
  for await (const records of streamRecords({ ...deps, app, sessionId, pages })) {
    for (const record of records) {
      run.take(record);
      count += 1;
      if (count % TURN_RECORD_COUNT !== 0) continue;
      await setImmediate();
      if (isStopped()) return undefined;
    }
  }
  return run.result();
}
