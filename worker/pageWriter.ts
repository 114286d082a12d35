import type { Batch, Capture } from '../src/wire/index.ts';
import type { Context } from './context.ts';
import { evict } from './ring/dropGroups.ts';
import type { PageRow } from './ring/rows.ts';
import { sealPage } from './segment/sealPage.ts';
import { appendCaptures, type Appended } from './stamp/appendCaptures.ts';

/** Writes this page's records, and decides when they become segments. Its methods run inside the context's queue. */
export interface PageWriter {
  appendBatch(batch: Batch): Promise<{ durableBatch: number }>;
  append(capture: Capture): Promise<void>;
  /** Makes segments of all that is pending. */
  seal(): Promise<void>;
  /** Writes the page's row, so that other pages know of it. */
  announce(): Promise<void>;
  leave(): Promise<void>;
}

/** Characters of JSON: about 8 KB compressed, enough for gzip to be good at it. */
const SEAL_SIZE = 64_000;
const SEAL_MS = 15_000;
/** While somebody waits for what is captured now. */
const LIVE_SEAL_MS = 1_500;

export interface PageWriterEvents {
  onAppended(): void;
  onOutboxed(): void;
}

export function createPageWriter(context: Context, { onAppended, onOutboxed }: PageWriterEvents): PageWriter {
  const { ids, alarm } = context;
  let known: PageRow | undefined;
  let pendingSize = 0;

  const seal = async (isOpen: boolean): Promise<void> => {
    alarm.clear('seal');
    const { segmentCount, outboxedCount } = await sealPage(context, ids.pageId, isOpen);
    if (outboxedCount > 0) onOutboxed();
    if (segmentCount > 0) await evict(context, context.settings.buffer);
  };
  const sealAll = async (): Promise<void> => {
    pendingSize = 0;
    await seal(false);
  };
  const sealBehind = (): void => {
    context.runBehind(sealAll);
  };
  /** Afterwards, so that the page's confirmation doesn't wait for compression. */
  const sealWhenDue = ({ size, hasCheckpoint, isLive }: Appended): void => {
    if (size === 0) return;
    pendingSize += size;
    if (pendingSize >= SEAL_SIZE) sealBehind();
    else {
      if (hasCheckpoint) context.runBehind(() => seal(true));
      alarm.set('seal', isLive ? LIVE_SEAL_MS : SEAL_MS, sealBehind);
    }
  };
  const write = async (captures: readonly Capture[], batch?: Pick<Batch, 'number' | 'live'>): Promise<PageRow> => {
    const numbered = batch === undefined ? {} : { batch: batch.number, live: batch.live };
    const remembered = known === undefined ? {} : { known };
    const appended = await appendCaptures(context, { ids, captures, ...numbered, ...remembered });
    known = appended.page;
    sealWhenDue(appended);
    if (appended.size > 0) onAppended();
    return appended.page;
  };
  return {
    async appendBatch(batch) {
      const { nextBatch } = await write(batch.captures, batch);
      return { durableBatch: nextBatch - 1 };
    },
    async append(capture) {
      await write([capture]);
    },
    seal: sealAll,
    async announce() {
      await write([]);
      await markLeft(context, false);
    },
    async leave() {
      await sealAll();
      await markLeft(context, true);
    },
  };
}

async function markLeft({ store, ids }: Context, hasLeft: boolean): Promise<void> {
  await store.transact(['pages'], 'write', async (tx) => {
    const page = await tx.get('pages', ids.pageId);
    if (page !== undefined && page.hasLeft !== hasLeft) await tx.put('pages', ids.pageId, { ...page, hasLeft });
  });
}
