import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import type { Kysely } from 'kysely';
import type { AudienceSource, PublishedRuleSet } from 'rewindow/wire';
import type { RuleTables } from '../index/tables.ts';
import type { AppStore, RuleStore, SessionIndex } from '../ports/index.ts';
import type { Countries } from './countries.ts';
import { isJudged, prepareAudience, type JudgedAudience } from './judge.ts';
import { registerListRoutes } from './listRoutes.ts';
import { createPlaceReader, type Place, type PlacedRequest } from './place.ts';
import { createSqliteUserLists } from './sqliteUserLists.ts';
import { readTargeting } from './targeting.ts';
import { createUserLists } from './userLists.ts';

export { openCountries, type Countries } from './countries.ts';
export { createUserWatch } from './userWatch.ts';

export interface AudiencesDeps {
  database: Kysely<RuleTables>;
  apps: Pick<AppStore, 'get'>;
  sessions: Pick<SessionIndex, 'getSession'>;
  rules: Pick<RuleStore, 'get'>;
  now: () => number;
  /** Undefined where no database was given. */
  countries?: Pick<Countries, 'countryOf'> | undefined;
  trustProxy?: string | undefined;
  /** Name of the header in which a trusted proxy says the country. */
  countryHeader?: string | undefined;
  /** A list has changed: pages of the app are to ask again. */
  onChange(app: string): void;
}

/** A page that asks: whose session it is, and from where. */
export interface Asking extends Place {
  sessionId: string;
}

/**
 * Who is in which audience, as far as the monitor decides: users, lists, countries, addresses. None of them is in the compiled
 * rule set, so that no page sees a name; they are read from the text that the operator has published.
 */
export interface Audiences {
  /**
   * Ids, in order, of the audiences of a rule set that the page is in by everything that the monitor decides. Audiences that
   * pages decide alone are not among them.
   */
  judge(app: string, published: Pick<PublishedRuleSet, 'revision'>, asking: Asking): Promise<string[]>;
  /** The same for audiences that are not published, such as those of a draft. */
  judgeAll(app: string, targeting: readonly AudienceSource[], asking: Asking): Promise<string[]>;
  /** Address and country of a request. */
  placeOf(request: PlacedRequest): Place;
  /** What about these audiences will not work as it stands, in words: unknown lists, countries that nobody can tell. */
  caveats(app: string, targeting: readonly AudienceSource[]): Promise<string[]>;
  registerRoutes(app: FastifyInstance, guards: { requireLogin: preHandlerAsyncHookHandler }): void;
}

/** Revisions whose audiences are kept ready. */
const REVISION_COUNT_MAX = 1_000;

export function createAudiences(deps: AudiencesDeps): Audiences {
  const lists = createUserLists(createSqliteUserLists(deps.database), deps.onChange);
  const prepared = new Map<string, Promise<Prepared[]>>();
  const knowsCountries = deps.countries !== undefined || deps.countryHeader !== undefined;

  const load = async (app: string, revision: number) => {
    const stored = await deps.rules.get(app, revision);
    return prepare(stored === undefined ? [] : readTargeting(stored.text));
  };
  /** A revision never changes; two of them may differ in nothing but their audiences, and have the same hash. */
  const audiencesOf = (app: string, revision: number) => {
    const key = `${app} ${String(revision)}`;
    const found = prepared.get(key) ?? load(app, revision);
    prepared.set(key, found);
    found.catch(() => prepared.delete(key));
    const [oldest] = prepared.keys();
    if (prepared.size > REVISION_COUNT_MAX && oldest !== undefined) prepared.delete(oldest);
    return found;
  };
  const decide = async (app: string, audiences: readonly Prepared[], { sessionId, address, country }: Asking) => {
    if (audiences.length === 0) return [];
    const names = [...new Set(audiences.flatMap(({ list }) => list ?? []))];
    const members = new Map(
      await Promise.all(names.map(async (name) => [name, await lists.members(app, name)] as const)),
    );
    const session = audiences.some(({ asksUser }) => asksUser) ? await deps.sessions.getSession(sessionId) : undefined;
    const isOfApp = session?.app === app;
    const visitor = {
      user: isOfApp ? (session.user ?? undefined) : undefined,
      address,
      country: country ?? deps.countries?.countryOf(address),
    };
    const inList = (list: string, user: string) => members.get(list)?.has(user) ?? false;
    return audiences.filter(({ audience }) => audience.holds(visitor, inList)).map(({ audience }) => audience.id);
  };
  return {
    judge: async (app, { revision }, asking) => decide(app, await audiencesOf(app, revision), asking),
    judgeAll: async (app, targeting, asking) => decide(app, prepare(targeting), asking),
    placeOf: createPlaceReader(deps.trustProxy, deps.countryHeader),
    async caveats(app, targeting) {
      const known = new Set((await lists.list(app)).map(({ id }) => id));
      return targeting.flatMap(({ id, list, countries }) => [
        ...(list !== undefined && !known.has(list)
          ? [`Audience "${id}": there is no list "${list}" yet, so nobody is in it.`]
          : []),
        ...(countries !== undefined && !knowsCountries
          ? [`Audience "${id}": the monitor has no country database (--country-database), so no country matches.`]
          : []),
      ]);
    },
    registerRoutes(app, { requireLogin }) {
      registerListRoutes(app, { lists, apps: deps.apps, requireLogin, now: deps.now });
    },
  };
}

interface Prepared {
  audience: JudgedAudience;
  list: string | undefined;
  asksUser: boolean;
}

function prepare(targeting: readonly AudienceSource[]): Prepared[] {
  return targeting
    .filter(isJudged)
    .map((source) => ({
      audience: prepareAudience(source),
      list: source.list,
      asksUser: source.users !== undefined || source.list !== undefined,
    }))
    .sort((one, other) => (one.audience.id < other.audience.id ? -1 : 1));
}
