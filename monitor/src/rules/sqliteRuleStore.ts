import type { Kysely } from 'kysely';
import { PublishedRuleSet } from 'rewindow/wire';
import * as v from 'valibot';
import type { RuleTables } from '../index/tables.ts';
import type { RuleStore, StoredRevision } from '../ports/index.ts';

type Row = Pick<RuleTables['rule_revisions'], 'text' | 'published_json' | 'note'> & { share: number };

/** Revisions of rule sets in SQLite. The key over app and revision makes that the first of two publishers wins. */
export function createSqliteRuleStore(database: Kysely<RuleTables>): RuleStore {
  const select = (app: string) =>
    database
      .selectFrom('rule_revisions')
      .select(['text', 'published_json', 'share', 'note'])
      .where('app', '=', app)
      .orderBy('revision', 'desc')
      .limit(1);
  return {
    current: async (app) => read(await select(app).where('share', '>=', 1).executeTakeFirst()),
    newest: async (app) => read(await select(app).executeTakeFirst()),
    get: async (app, revision) => read(await select(app).where('revision', '=', revision).executeTakeFirst()),
    async history(app) {
      const rows = await database
        .selectFrom('rule_revisions')
        .select(['revision', 'hash', 'published_at', 'name', 'note', 'share'])
        .where('app', '=', app)
        .orderBy('revision', 'desc')
        .execute();
      return rows.map(({ published_at, ...row }) => ({ ...row, publishedAt: published_at }));
    },
    async add(app, { published, text, share, note }) {
      const row = {
        app,
        revision: published.revision,
        hash: published.hash,
        published_at: published.publishedAt,
        name: published.rules.name,
        text,
        published_json: JSON.stringify(published),
        share,
        note,
      };
      const insert = database
        .insertInto('rule_revisions')
        .values(row)
        .onConflict((key) => key.doNothing());
      return (await insert.executeTakeFirst()).numInsertedOrUpdatedRows === 1n;
    },
    async widen(app, revision, share) {
      const update = database
        .updateTable('rule_revisions')
        .set({ share })
        .where('app', '=', app)
        .where('revision', '=', revision)
        .where('share', '<=', share)
        .where('revision', '=', ({ selectFrom }) =>
          selectFrom('rule_revisions as newest')
            .select(({ fn }) => fn.max('newest.revision').as('revision'))
            .where('newest.app', '=', app),
        );
      return (await update.executeTakeFirst()).numUpdatedRows === 1n;
    },
  };
}

function read(row: Row | undefined): StoredRevision | undefined {
  if (row === undefined) return undefined;
  const { text, published_json, share, note } = row;
  return { text, published: v.parse(PublishedRuleSet, JSON.parse(published_json)), share, note };
}
