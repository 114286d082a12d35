import type { SessionIndex, UserProfile } from '../ports/index.ts';
import { assembleClockOffsets } from './clockOffset.ts';
import type { Database } from './database.ts';
import { assemblePages } from './pageRow.ts';
import { toSessionRow } from './sessionRow.ts';
import { searchSessions } from './sessionSearch.ts';
import { createSessionWrites, readSummaries, readSummariesSince } from './sessionWrites.ts';

/** Sessions in the embedded database. */
export function createSessionIndex(database: Database): SessionIndex {
  return {
    ...createSessionWrites(database),
    ...createRangeReads(database),
    searchSessions: (query) => searchSessions(database, query),
    async getSession(sessionId) {
      const row = await database
        .selectFrom('sessions')
        .selectAll()
        .where('session_id', '=', sessionId)
        .executeTakeFirst();
      return row && toSessionRow(row);
    },
    async listPages(sessionId) {
      const segments = await database.selectFrom('segments').selectAll().where('session_id', '=', sessionId).execute();
      return assemblePages(segments, assembleClockOffsets(await readSummaries(database, sessionId), segments));
    },
    async isErased(sessionId) {
      const query = database.selectFrom('erased_sessions').select('session_id').where('session_id', '=', sessionId);
      return (await query.executeTakeFirst()) !== undefined;
    },
    listSummaries: (sessionId) => readSummaries(database, sessionId),
    listSummariesSince: (app, fromAt) => readSummariesSince(database, app, fromAt),
    describeUser: (app, user) => describeUser(database, app, user),
    async countSessions() {
      const rows = await database
        .selectFrom('sessions')
        .select((builder) => ['app', builder.fn.countAll<number>().as('count')])
        .groupBy('app')
        .execute();
      return new Map(rows.map(({ app, count }) => [app, count]));
    },
  };
}

async function describeUser(database: Database, app: string, user: string): Promise<UserProfile> {
  const row = await database
    .selectFrom('sessions')
    .select(({ fn }) => [
      fn.countAll<number>().as('sessionCount'),
      fn.sum<number | null>('error_count').as('errorCount'),
      fn.sum<number | null>('failed_request_count').as('failedRequestCount'),
      fn.min<number | null>('started_at').as('firstSeenAt'),
      fn.max<number | null>('last_at').as('lastSeenAt'),
    ])
    .where('app', '=', app)
    .where('user', '=', user)
    .executeTakeFirstOrThrow();
  return {
    sessionCount: row.sessionCount,
    errorCount: row.errorCount ?? 0,
    failedRequestCount: row.failedRequestCount ?? 0,
    firstSeenAt: row.firstSeenAt ?? 0,
    lastSeenAt: row.lastSeenAt ?? 0,
  };
}

function createRangeReads(database: Database): Pick<SessionIndex, 'hasSegment' | 'findOverlaps' | 'findOwner'> {
  return {
    async hasSegment({ pageId, first, last, part = '' }) {
      const row = await database
        .selectFrom('segments')
        .select('page_id')
        .where('page_id', '=', pageId)
        .where('first', '=', first)
        .where('last', '=', last)
        .where('part', '=', part)
        .executeTakeFirst();
      return row !== undefined;
    },
    async findOverlaps(pageId, first, last) {
      const rows = await database
        .selectFrom('segments')
        .select(['first', 'last'])
        .where('page_id', '=', pageId)
        .where('part', '=', '')
        .where('first', '<=', last)
        .where('last', '>=', first)
        .orderBy('first')
        .execute();
      return rows.filter((row) => row.first !== first || row.last !== last);
    },
    async findOwner({ sessionId, pageId }) {
      const places = [
        { column: 'page_id', id: pageId },
        { column: 'session_id', id: sessionId },
      ] as const;
      for (const { column, id } of places) {
        for (const table of ['segments', 'summaries'] as const) {
          const query = database.selectFrom(table).select(['app', 'session_id']).where(column, '=', id).limit(1);
          const row = await query.executeTakeFirst();
          if (row) return { app: row.app, sessionId: row.session_id };
        }
      }
      return undefined;
    },
  };
}
