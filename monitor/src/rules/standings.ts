import type { RuleStore, StoredRevision } from '../ports/index.ts';
import { newestOf, toStanding, type Standing } from './stage.ts';

/** Each feedback request asks what stands; only publishing changes it, and it happens in this process. */
export function createStandings(store: RuleStore) {
  const known = new Map<string, Standing>();
  const remember = (app: string, next: Standing) => {
    const before = known.get(app);
    if (before === undefined || isNewer(newestOf(next), newestOf(before))) known.set(app, next);
  };
  const look = async (app: string) => {
    const newest = await store.newest(app);
    return toStanding(newest === undefined || newest.share >= 1 ? newest : await store.current(app), newest);
  };
  return {
    look,
    remember,
    async standing(app: string): Promise<Standing> {
      if (!known.has(app)) {
        const found = await look(app);
        // Nobody needs to be remembered who has none; and keys that were made up would fill the memory.
        if (newestOf(found) === undefined) return known.get(app) ?? found;
        remember(app, found);
      }
      return known.get(app) ?? { current: undefined, stage: undefined };
    },
  };
}

function isNewer(one: StoredRevision | undefined, other: StoredRevision | undefined): boolean {
  if (one === undefined || other === undefined) return other === undefined;
  const isLater = one.published.revision > other.published.revision;
  return isLater || (one.published.revision === other.published.revision && one.share > other.share);
}
