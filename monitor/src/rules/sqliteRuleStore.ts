import type { Kysely } from 'kysely';
import { PublishedRuleSet } from 'rewindow/wire';
import * as v from 'valibot';
import type { RuleTables } from '../index/tables.ts';
import type { RuleStore, StoredRevision } from '../ports/index.ts';

/** Revisions of rule sets in SQLite. The key over app and revision makes that the first of two publishers wins. */
export function createSqliteRuleStore(database: Kysely<RuleTables>): RuleStore {
  const select = (app: string) =>
    database.selectFrom('rule_revisions').select(['text', 'published_json']).where('app', '=', app);
  return {
    async current(app) {
      return read(await select(app).orderBy('revision', 'desc').limit(1).executeTakeFirst());
    },
    async get(app, revision) {
      return read(await select(app).where('revision', '=', revision).executeTakeFirst());
    },
    async history(app) {
      const rows = await database
        .selectFrom('rule_revisions')
        .select(['revision', 'hash', 'published_at', 'name'])
        .where('app', '=', app)
        .orderBy('revision', 'desc')
        .execute();
      return rows.map(({ published_at, ...row }) => ({ ...row, publishedAt: published_at }));
    },
    async add(app, { published, text }) {
      const row = {
        app,
        revision: published.revision,
        hash: published.hash,
        published_at: published.publishedAt,
        name: published.rules.name,
        text,
        published_json: JSON.stringify(published),
        note: null,
      };
      const insert = database
        .insertInto('rule_revisions')
        .values(row)
        .onConflict((key) => key.doNothing());
      return (await insert.executeTakeFirst()).numInsertedOrUpdatedRows === 1n;
    },
  };
}

function read(row: { text: string; published_json: string } | undefined): StoredRevision | undefined {
  if (row === undefined) return undefined;
  return { text: row.text, published: v.parse(PublishedRuleSet, JSON.parse(row.published_json)) };
}
