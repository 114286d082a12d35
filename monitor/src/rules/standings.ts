import type { RuleStore, StoredRevision } from '../ports/index.ts';
import { hashOf } from './canonical.ts';
import { listOutgrown, type ReportOutgrown } from './outgrown.ts';
import { newestOf, toStanding, type Standing } from './stage.ts';

/** Each feedback request asks what stands; only publishing changes it, and it happens in this process. */
export function createStandings({ store, report }: { store: RuleStore; report: ReportOutgrown }) {
  const reported = new Set<string>();
  const known = new Map<string, Standing>();
  const remember = (app: string, next: Standing) => {
    const before = known.get(app);
    if (before === undefined || isNewer(newestOf(next), newestOf(before))) known.set(app, next);
  };
  /** Once per revision. */
  const warn = (app: string, standing: Standing) => {
    for (const { revision, problem } of listOutgrown(standing)) {
      const key = `${app} ${String(revision)}`;
      if (!reported.has(key)) report({ app, revision, problem, served: newestOf(standing)?.published.revision });
      reported.add(key);
    }
  };
  const look = async (app: string) => {
    // The number first: it is never above what is found after it, unless that is passed over.
    const newestRevision = await store.newestRevision(app);
    const newest = await store.newest(app);
    const current = newest === undefined || newest.share >= 1 ? newest : await store.current(app);
    const found = toStanding(current && withOwnHash(current), newest && withOwnHash(newest), newestRevision);
    warn(app, found);
    return found;
  };
  return {
    look,
    remember,
    async standing(app: string): Promise<Standing> {
      if (!known.has(app)) {
        const found = await look(app);
        // Nobody needs to be remembered who has none; and keys that were made up would fill the memory.
        if (found.newestRevision === 0) return known.get(app) ?? found;
        remember(app, found);
      }
      return known.get(app) ?? toStanding(undefined, undefined);
    },
  };
}

/**
 * An older monitor knew fewer parts of a rule set, and other names: what is read of it has another hash than was stored. Agents
 * that check signatures take a rule set only under the hash of its content.
 */
function withOwnHash(stored: StoredRevision): StoredRevision {
  const { published } = stored;
  return { ...stored, published: { ...published, hash: hashOf(published.rules) } };
}

function isNewer(one: StoredRevision | undefined, other: StoredRevision | undefined): boolean {
  if (one === undefined || other === undefined) return other === undefined;
  const isLater = one.published.revision > other.published.revision;
  return isLater || (one.published.revision === other.published.revision && one.share > other.share);
}
