import { sql, type ExpressionBuilder, type Expression, type SqlBool } from 'kysely';
import type { SessionsQuery, SessionsReply } from '../api/contract.ts';
import type { Database } from './database.ts';
import { encodeLikePattern, parseSearchTerms } from './searchTerms.ts';
import { encodeSessionCursor, parseNumber, parseSessionCursor, parseSessionLimit } from './sessionPaging.ts';
import { toSessionRow } from './sessionRow.ts';
import type { Schema } from './tables.ts';

type Builder = ExpressionBuilder<Schema, 'sessions'>;

/**
 * One page of the sessions that pass all filters, newest first. The cursor is the place of the last row, so what arrives
 * meanwhile moves nothing.
 * @throws {WireError} `bad_request` where a time, the limit or the cursor can't be read
 */
export async function searchSessions(database: Database, query: SessionsQuery): Promise<SessionsReply> {
  const limit = parseSessionLimit(query.limit);
  const rows = await database
    .selectFrom('sessions')
    .selectAll()
    .where((builder) => builder.and(listConditions(builder, query)))
    .orderBy('started_at', 'desc')
    .orderBy('session_id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    sessions: shown.map(toSessionRow),
    nextCursor: hasMore ? encodeSessionCursor({ startedAt: last.started_at, sessionId: last.session_id }) : null,
  };
}

function listConditions(builder: Builder, query: SessionsQuery): Expression<SqlBool>[] {
  const conditions: Expression<SqlBool>[] = [];
  if (query.app !== undefined) conditions.push(builder('app', '=', query.app));
  if (query.user !== undefined) conditions.push(contains('user', query.user));
  if (query.url !== undefined) {
    conditions.push(builder.or([contains('url', query.url), mentions(builder, query.url, 'url')]));
  }
  if (query.error !== undefined) conditions.push(mentions(builder, query.error, 'error'));
  if (query.text !== undefined) {
    conditions.push(builder.or([contains('user', query.text), mentions(builder, query.text)]));
  }
  if (query.archived !== undefined) {
    conditions.push(builder('archived_record_count', query.archived === 'true' ? '>' : '=', 0));
  }
  const fromAt = parseNumber(query.fromAt, 'fromAt');
  if (fromAt !== undefined) conditions.push(builder('last_at', '>=', fromAt));
  const toAt = parseNumber(query.toAt, 'toAt');
  if (toAt !== undefined) conditions.push(builder('started_at', '<=', toAt));
  if (query.cursor !== undefined) conditions.push(isAfter(builder, query.cursor));
  return conditions;
}

function contains(column: 'user' | 'url', text: string): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} LIKE ${encodeLikePattern(text)} ESCAPE '\\'`;
}

/** A record of the session holds these words. */
function mentions(builder: Builder, text: string, category?: string): Expression<SqlBool> {
  const terms = parseSearchTerms(text);
  if (terms === undefined) return sql<SqlBool>`0`;
  const found = builder
    .selectFrom('record_texts_index')
    .innerJoin('record_texts', 'record_texts.id', 'record_texts_index.rowid')
    .select('record_texts.session_id')
    .where('record_texts_index.record_texts_index', 'match', terms);
  return builder(
    'sessions.session_id',
    'in',
    category === undefined ? found : found.where('record_texts.category', '=', category),
  );
}

function isAfter(builder: Builder, cursor: string): Expression<SqlBool> {
  const { startedAt, sessionId } = parseSessionCursor(cursor);
  return builder.or([
    builder('started_at', '<', startedAt),
    builder.and([builder('started_at', '=', startedAt), builder('session_id', '<', sessionId)]),
  ]);
}
