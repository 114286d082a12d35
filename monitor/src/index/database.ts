import { Kysely, SqliteDialect } from 'kysely';
import { openConnection, type Connection } from './connection.ts';
import { MIGRATIONS } from './migrations.ts';
import { keepStatements } from './statements.ts';
import type { Schema } from './tables.ts';

export type Database = Kysely<Schema>;

/** How long a statement waits for another process that holds the file, say a backup, before it fails. */
const LOCK_WAIT_MS = 3_000;

/**
 * Opens the embedded database (`:memory:` or a file, made with its folder where there is none) and brings it to the
 * present form. `destroy()` closes it.
 */
export function openDatabase(file: string): Database {
  const connection = openConnection(file, { waitMs: LOCK_WAIT_MS });
  try {
    // Rules and instructions stand nowhere else, so each commit is synced, not only each checkpoint of the journal.
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    migrate(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database: keepStatements(connection) }) });
}

function migrate(connection: Connection): void {
  const done = readVersion(connection);
  if (done > MIGRATIONS.length) {
    throw new Error(
      `The database was written by a newer monitor (step ${String(done)} of ${String(MIGRATIONS.length)})`,
    );
  }
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < done) continue;
    connection.exec(`BEGIN IMMEDIATE; ${step}; PRAGMA user_version = ${String(index + 1)}; COMMIT;`);
  }
}

function readVersion(connection: Connection): number {
  const row = connection.prepare('PRAGMA user_version').get();
  return typeof row === 'object' && row !== null && 'user_version' in row ? Number(row.user_version) : 0;
}
