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

/** How often a trigger of the monitor would have fired in a session. Those of pages stand in summaries. */
export interface TrialFiring {
  sessionId: string;
  triggerId: string;
  count: number;
  firstAt: number;
  lastAt: number;
}

/** One trial per application. */
export interface TrialStore {
  get(app: string): Promise<Trial | undefined>;
  /** Takes the place of the one before, with what that one has counted. */
  put(app: string, trial: Trial): Promise<void>;
  remove(app: string): Promise<void>;
  putFiring(app: string, firing: TrialFiring): Promise<void>;
  listFirings(app: string): Promise<TrialFiring[]>;
  removeSession(sessionId: string): Promise<void>;
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
      await database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('trial_firings').where('app', '=', app).execute();
        await transaction
          .insertInto('rule_trials')
          .values({ app, trial_json })
          .onConflict((conflict) => conflict.column('app').doUpdateSet({ trial_json }))
          .execute();
      });
    },
    async remove(app) {
      await database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('rule_trials').where('app', '=', app).execute();
        await transaction.deleteFrom('trial_firings').where('app', '=', app).execute();
      });
    },
    ...createFirings(database),
  };
}

function createFirings(database: Kysely<RuleTables>): Pick<TrialStore, 'putFiring' | 'listFirings' | 'removeSession'> {
  return {
    async putFiring(app, { sessionId, triggerId, count, firstAt, lastAt }) {
      const values = { count, first_at: firstAt, last_at: lastAt };
      await database
        .insertInto('trial_firings')
        .values({ app, session_id: sessionId, trigger_id: triggerId, ...values })
        .onConflict((conflict) => conflict.columns(['app', 'session_id', 'trigger_id']).doUpdateSet(values))
        .execute();
    },
    async listFirings(app) {
      const query = database.selectFrom('trial_firings').selectAll().where('app', '=', app);
      return (await query.orderBy('last_at').execute()).map(({ session_id, trigger_id, count, first_at, last_at }) => ({
        ...{ sessionId: session_id, triggerId: trigger_id, count, firstAt: first_at, lastAt: last_at },
      }));
    },
    async removeSession(sessionId) {
      await database.deleteFrom('trial_firings').where('session_id', '=', sessionId).execute();
    },
  };
}
