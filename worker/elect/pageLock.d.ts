import type { PageRow } from '../ring/rows.ts';
import type { WorkerScope } from '../scope.ts';
/** Says of pages whether they live: each holds a lock as long as it does. Browsers release it on a crash, too. */
export interface PageLock {
    take(): Promise<void>;
    release(): void;
    livePageIds(pages: readonly PageRow[]): Promise<Set<string>>;
}
export declare function createPageLock(scope: WorkerScope, app: string, pageId: string): PageLock;
