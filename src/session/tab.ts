import type { PageStorage } from '../browser/storage.ts';
import type { Stoppable } from '../tools/stop.ts';

/** A browser tab; `stop` gives its id free for the next page of the tab. */
export interface Tab extends Stoppable {
  id: string;
}

export interface TabScope {
  app: string;
  storage: PageStorage;
  locks: LockManager | undefined;
  createId(): string;
  setTimeout(callback: () => void, ms: number): unknown;
}

/** Of session storage. */
export const TAB = 'tab';
/** A page that is being left needs a moment to give its lock free; a duplicate never does. */
const LOCK_WAIT_MS = 400;

/**
 * The tab's id, kept in session storage over reloads. Duplicating a tab copies session storage, so that the copy finds an
 * id that somebody lives under: a Web Lock per id tells. Without locks (insecure context) the copy keeps the id; its page
 * id differs all the same, and records are numbered by page.
 */
export async function openTab(scope: TabScope): Promise<Tab> {
  const stored = scope.storage.get(TAB);
  const known = typeof stored === 'string' && stored.length === 36 ? stored : scope.createId();
  const tab = (await holdTab(scope, known)) ?? (await holdTab(scope, scope.createId()));
  const opened = tab ?? unlocked(scope.createId());
  scope.storage.set(TAB, opened.id);
  return opened;
}

function unlocked(id: string): Tab {
  return { id, stop: () => undefined };
}

/** Undefined where another page goes on holding the lock of this id. */
function holdTab(scope: TabScope, id: string): Promise<Tab | undefined> {
  const { locks } = scope;
  if (locks === undefined) return Promise.resolve(unlocked(id));
  const abort = new AbortController();
  return new Promise((resolve) => {
    const hold = () => {
      return new Promise<void>((release) => {
        resolve({ id, stop: release });
      });
    };
    scope.setTimeout(() => {
      abort.abort();
    }, LOCK_WAIT_MS);
    locks.request(`rewindow:${scope.app}:tab:${id}`, { signal: abort.signal }, hold).catch((error: unknown) => {
      const isTaken = error instanceof DOMException && error.name === 'AbortError';
      resolve(isTaken ? undefined : unlocked(id));
    });
  });
}
