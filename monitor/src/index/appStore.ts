import * as v from 'valibot';
import type { AppStore, StoredApp } from '../ports/index.ts';
import type { Database } from './database.ts';
import type { Schema } from './tables.ts';

const Origins = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

/** Applications in the embedded database. */
export function createAppStore(database: Database): AppStore {
  return {
    async list() {
      const rows = await database.selectFrom('apps').selectAll().orderBy('created_at').orderBy('key').execute();
      return rows.map(toApp);
    },
    async get(key) {
      const row = await database.selectFrom('apps').selectAll().where('key', '=', key).executeTakeFirst();
      return row && toApp(row);
    },
    async put(app) {
      const values = {
        name: app.name,
        allowed_origins_json: JSON.stringify(app.allowedOrigins),
        created_at: app.createdAt,
      };
      await database
        .insertInto('apps')
        .values({ key: app.key, ...values })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(values))
        .execute();
    },
  };
}

function toApp(row: Schema['apps']): StoredApp {
  return {
    key: row.key,
    name: row.name,
    allowedOrigins: v.parse(Origins, row.allowed_origins_json),
    createdAt: row.created_at,
  };
}
