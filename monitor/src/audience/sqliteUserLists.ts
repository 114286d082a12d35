import { sql, type Kysely } from 'kysely';
import * as v from 'valibot';
import type { RuleTables } from '../index/tables.ts';
import type { UserListStore } from '../ports/index.ts';

const Users = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

/** Lists of users in SQLite, each as one JSON text: they are read as a whole, and replaced as a whole. */
export function createSqliteUserLists(database: Kysely<RuleTables>): UserListStore {
  return {
    async list(app) {
      const count = sql<number>`json_array_length(users_json)`;
      const rows = await database
        .selectFrom('user_lists')
        .select(['id', 'updated_at', count.as('user_count')])
        .where('app', '=', app)
        .orderBy('id')
        .execute();
      return rows.map((row) => ({ id: row.id, userCount: row.user_count, updatedAt: row.updated_at }));
    },
    async get(app, id) {
      const query = database.selectFrom('user_lists').selectAll().where('app', '=', app).where('id', '=', id);
      const row = await query.executeTakeFirst();
      return row && { id, users: v.parse(Users, row.users_json), updatedAt: row.updated_at };
    },
    async put(app, { id, users, updatedAt }) {
      const values = { users_json: JSON.stringify(users), updated_at: updatedAt };
      await database
        .insertInto('user_lists')
        .values({ app, id, ...values })
        .onConflict((key) => key.columns(['app', 'id']).doUpdateSet(values))
        .execute();
    },
    async remove(app, id) {
      const query = database.deleteFrom('user_lists').where('app', '=', app).where('id', '=', id);
      return (await query.executeTakeFirst()).numDeletedRows > 0n;
    },
  };
}
