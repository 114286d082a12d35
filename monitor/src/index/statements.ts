import type { SqliteDatabase } from 'kysely';
import type { Connection } from './connection.ts';

/** More than the monitor has of its own. */
const STATEMENT_COUNT_MAX = 300;
/** Longer ones have a place for each of many rows, and seldom come again with the same number. */
const SQL_LENGTH_MAX = 4_000;

/**
 * The connection with its statements kept: to prepare one takes several times as long as to run it. Each runs to its end before
 * the next one begins, so that none is in use when it is asked for again.
 */
export function keepStatements(connection: Connection): SqliteDatabase {
  const kept = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  return {
    prepare(sql) {
      const statement = kept.get(sql) ?? connection.prepare(sql);
      // To the end: those that were used last.
      kept.delete(sql);
      if (sql.length <= SQL_LENGTH_MAX) kept.set(sql, statement);
      const [oldest] = kept.keys();
      if (kept.size > STATEMENT_COUNT_MAX && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
    close() {
      kept.clear();
      connection.close();
    },
  };
}
