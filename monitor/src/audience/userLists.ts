import type { UserListStore } from '../ports/index.ts';

/** Lists of users with their members at hand: each feedback request may ask. */
export interface UserLists extends UserListStore {
  /** Undefined where there is no such list. */
  members(app: string, id: string): Promise<ReadonlySet<string> | undefined>;
}

/** @param onChange called after a list was stored or removed */
export function createUserLists(store: UserListStore, onChange: (app: string) => void): UserLists {
  const known = new Map<string, Promise<ReadonlySet<string> | undefined>>();
  const load = async (app: string, id: string) => {
    const list = await store.get(app, id);
    return list && new Set(list.users);
  };
  const changed = (app: string, id: string) => {
    known.delete(`${app} ${id}`);
    onChange(app);
  };
  return {
    ...store,
    members(app, id) {
      const key = `${app} ${id}`;
      const found = known.get(key) ?? load(app, id);
      known.set(key, found);
      // What failed is tried again by the next one who asks; this one hears of it.
      found.catch(() => known.delete(key));
      return found;
    },
    async put(app, list) {
      await store.put(app, list);
      changed(app, list.id);
    },
    async remove(app, id) {
      const isRemoved = await store.remove(app, id);
      if (isRemoved) changed(app, id);
      return isRemoved;
    },
  };
}
