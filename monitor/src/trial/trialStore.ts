import type { Kysely } from 'kysely';
import { EpochMs, PublishedRuleSet } from 'rewindow/wire';
import * as v from 'valibot';
import type { RuleTables } from '../index/tables.ts';

/** A draft that is tried on live sessions without effect. */
export interface Trial {
  text: string;
  /** As agents get it. Its revision is 0: it is none of the published ones. */
  published: PublishedRuleSet;
  /** Of the sessions, by their id. */
  share: number;
  startedAt: number;
  endsAt: number;
}

/** One trial per application. */
export interface TrialStore {
  get(app: string): Promise<Trial | undefined>;
  put(app: string, trial: Trial): Promise<void>;
  remove(app: string): Promise<void>;
}

const StoredTrial = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    text: v.string(),
    published: PublishedRuleSet,
    share: v.number(),
    startedAt: EpochMs,
    endsAt: EpochMs,
  }),
);

export function createSqliteTrialStore(database: Kysely<RuleTables>): TrialStore {
  return {
    async get(app) {
      const query = database.selectFrom('rule_trials').select('trial_json').where('app', '=', app);
      const row = await query.executeTakeFirst();
      const stored = row && v.safeParse(StoredTrial, row.trial_json);
      // One of an older monitor, whose language is not understood any more, is over.
      return stored?.success === true ? stored.output : undefined;
    },
    async put(app, trial) {
      const trial_json = JSON.stringify(trial);
      await database
        .insertInto('rule_trials')
        .values({ app, trial_json })
        .onConflict((conflict) => conflict.column('app').doUpdateSet({ trial_json }))
        .execute();
    },
    async remove(app) {
      await database.deleteFrom('rule_trials').where('app', '=', app).execute();
    },
  };
}
