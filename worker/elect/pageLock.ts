import type { PageRow } from '../ring/rows.ts';
import type { WorkerScope } from '../scope.ts';
import { within } from '../within.ts';
import { holdLock, type HeldLock } from './holdLock.ts';

/** Says of pages whether they live: each holds a lock as long as it does. Browsers release it on a crash, too. */
export interface PageLock {
  take(): Promise<void>;
  release(): void;
  livePageIds(pages: readonly PageRow[]): Promise<Set<string>>;
}

/** Nobody else asks for it but the same page's worker before this one, which is about to end. */
const LIMIT_MS = 1_000;
/** Without locks a page counts as gone when nothing was heard of it for so long. */
const SILENT_MS = 5 * 60_000;

export function createPageLock(scope: WorkerScope, app: string, pageId: string): PageLock {
  const prefix = `rewindow:${app}:page:`;
  let held: HeldLock | undefined;

  const heldNames = async (): Promise<Set<string> | undefined> => {
    if (scope.locks === undefined || held === undefined) return undefined;
    try {
      const { held: granted = [] } = await within(scope, LIMIT_MS, scope.locks.query());
      return new Set(granted.map(({ name = '' }) => name));
    } catch {
      return undefined;
    }
  };
  return {
    async take() {
      held ??= await holdLock(scope, prefix + pageId, LIMIT_MS);
    },
    release() {
      held?.release();
      held = undefined;
    },
    async livePageIds(pages) {
      const names = await heldNames();
      const isLive = (page: PageRow): boolean =>
        names === undefined ? scope.now() - page.seenAt < SILENT_MS : names.has(prefix + page.pageId);
      return new Set([pageId, ...pages.filter(isLive).map((page) => page.pageId)]);
    },
  };
}
