import type { PageStorage } from '../browser/storage.ts';

const AUDIENCES = 'audiences';

/** The audiences that the monitor has said this tab is in, for the session; the next page begins with them. */
export function createGranted(storage: PageStorage, sessionId: string) {
  const saved = Object(storage.get(AUDIENCES)) as { sessionId?: unknown; ids?: unknown };
  let ids = saved.sessionId === sessionId && Array.isArray(saved.ids) ? saved.ids.map(String) : [];
  return {
    ids: (): string[] => ids,
    save(next: string[]) {
      ids = next;
      storage.set(AUDIENCES, { sessionId, ids });
    },
  };
}
