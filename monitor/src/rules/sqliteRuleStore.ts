import type { Kysely } from 'kysely';
import { PublishedRuleSet } from 'rewindow/wire';
import * as v from 'valibot';
import type { RuleTables } from '../index/tables.ts';
import type { RuleStore, StoredRevision } from '../ports/index.ts';

type Row = Pick<RuleTables['rule_revisions'], 'text' | 'published_json' | 'note'> & { share: number };

/** Revisions of rule sets in SQLite. The key over app and revision makes that the first of two publishers wins. */
export function createSqliteRuleStore(database: Kysely<RuleTables>): RuleStore {
  return { ...createReads(database), ...createWrites(database) };
}

type Writes = Pick<RuleStore, 'add' | 'widen'>;

function createReads(database: Kysely<RuleTables>): Omit<RuleStore, keyof Writes> {
  const select = (app: string) =>
    database
      .selectFrom('rule_revisions')
      .select(['revision', 'text', 'published_json', 'share', 'note'])
      .where('app', '=', app)
      .orderBy('revision', 'desc')
      .limit(1);
  const findNewest = async (app: string, shareMin: number) => {
    for (let below = Number.MAX_SAFE_INTEGER; ;) {
      const row = await select(app).where('share', '>=', shareMin).where('revision', '<', below).executeTakeFirst();
      const found = read(row);
      if (row === undefined || found !== undefined) return found;
      below = row.revision;
    }
  };
  return {
    current: (app) => findNewest(app, 1),
    newest: (app) => findNewest(app, 0),
    get: async (app, revision) => read(await select(app).where('revision', '=', revision).executeTakeFirst()),
    async getText(app, revision) {
      const query = database.selectFrom('rule_revisions').select(['revision', 'hash', 'published_at', 'text']);
      const row = await query.where('app', '=', app).where('revision', '=', revision).executeTakeFirst();
      return row && { revision, hash: row.hash, publishedAt: row.published_at, text: row.text };
    },
    async newestRevision(app) {
      const query = database.selectFrom('rule_revisions').where('app', '=', app);
      const row = await query.select(({ fn }) => fn.max<number | null>('revision').as('newest')).executeTakeFirst();
      return row?.newest ?? 0;
    },
    async history(app) {
      const rows = await database
        .selectFrom('rule_revisions')
        .select(['revision', 'hash', 'published_at', 'name', 'note', 'share'])
        .where('app', '=', app)
        .orderBy('revision', 'desc')
        .execute();
      return rows.map(({ published_at, ...row }) => ({ ...row, publishedAt: published_at }));
    },
  };
}

function createWrites(database: Kysely<RuleTables>): Writes {
  return {
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

const Published: v.GenericSchema<unknown, PublishedRuleSet> = v.pipe(v.string(), v.parseJson(), PublishedRuleSet);

/** Undefined also where the compiled form is of another version. */
function read(row: Row | undefined): StoredRevision | undefined {
  if (row === undefined) return undefined;
  const { text, published_json, share, note } = row;
  const published = v.safeParse(Published, published_json);
  return published.success ? { text, published: published.output, share, note } : undefined;
}
