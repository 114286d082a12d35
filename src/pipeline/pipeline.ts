import type { Batch, Tail, WorkerApi } from '../wire/workerApi.ts';
import type { Capture, PageIds } from '../wire/record.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { PageStorage } from '../browser/storage.ts';

export interface PipelineScope {
  ids: PageIds;
  storage: PageStorage;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
}

/** The way of captures to the worker, and the page's own memory of those that are not safe there yet. */
export interface Pipeline extends Stoppable {
  /** `isLive`: it is to be forwarded at once. */
  push(capture: Capture, isLive?: boolean): void;
  /** Hands over what is queued; resolves when everything pushed so far is durable. */
  flush(): Promise<void>;
  connect(worker: Pick<WorkerApi, 'append'>): void;
  /** Has whoever holds captures back push them first, whenever what was captured is wanted. */
  gatherFrom(push: () => void): void;
  /** Throws away what is queued and whatever comes after. */
  discard(): void;
  /** Saves what the worker has not confirmed, synchronously: the last thing a page can do. */
  saveTail(): void;
  /** Captures given up because the worker was not there for too long. */
  lostCount(): number;
}

/** Records of a half second travel together: rarer costs durability, more often costs the main thread. */
const BATCH_MS = 500;
const BATCH_COUNT = 200;
/** So many values travel at once, and in a task of their own: the browser copies them, which takes some milliseconds. */
const BATCH_WEIGHT = 8_000;
/** After a batch that the worker could not store. */
const RETRY_MS = 2_000;
/** While no worker takes them captures wait in memory; beyond this the oldest batches are given up. */
const WAITING_CAPTURES_MAX = 20_000;
/** Local storage holds about 5 MB per origin, and it is the host's. */
const TAIL_CHARS_MAX = 1_500_000;
const TAIL_COUNT_MAX = 3;
export const TAIL_PREFIX = 'tail:';

export function createPipeline(scope: PipelineScope): Pipeline {
  const tailName = TAIL_PREFIX + scope.ids.pageId;
  const delivery = createDelivery(scope, () => {
    scope.storage.remove(tailName);
  });
  const { seal, ...queue } = createQueue(scope, delivery.add);
  let isDiscarded = false;
  let gather: () => void = () => undefined;
  return {
    push(capture, isLive = false) {
      if (!isDiscarded) queue.push(capture, isLive);
    },
    gatherFrom(push) {
      gather = push;
    },
    async flush() {
      gather();
      seal();
      await delivery.flush();
    },
    connect: delivery.connect,
    saveTail() {
      gather();
      seal();
      const batches = delivery.unconfirmed();
      if (batches.length > 0) saveTail(scope.storage, tailName, { ids: scope.ids, batches });
    },
    discard() {
      isDiscarded = true;
      queue.clear();
      delivery.discard();
      scope.storage.remove(tailName);
    },
    lostCount: delivery.lostCount,
    stop() {
      seal();
      delivery.stop();
    },
  };
}

/** Gathers what travels together. */
function createQueue(scope: Pick<PipelineScope, 'setTimeout' | 'clearTimeout'>, add: (batch: Batch) => void) {
  let captures: Capture[] = [];
  let live: number[] = [];
  let weight = 0;
  let nextNumber = 0;
  let timer: number | undefined;
  const seal = () => {
    scope.clearTimeout(timer);
    timer = undefined;
    if (captures.length === 0) return;
    add({ number: nextNumber, captures, ...(live.length > 0 && { live }) });
    nextNumber += 1;
    clear();
  };
  const clear = () => {
    captures = [];
    live = [];
    weight = 0;
  };
  return {
    seal,
    clear,
    push(capture: Capture, isLive: boolean) {
      if (isLive) live.push(captures.length);
      captures.push(capture);
      const before = weight;
      weight = weigh(capture, weight);
      if (captures.length >= BATCH_COUNT) seal();
      else if (weight < BATCH_WEIGHT) timer ??= scope.setTimeout(seal, BATCH_MS);
      else if (before < BATCH_WEIGHT) {
        scope.clearTimeout(timer);
        timer = scope.setTimeout(seal, 0);
      }
    },
  };
}

/** Counts values, to the limit and not beyond. */
function weigh(value: unknown, sum: number): number {
  if (typeof value !== 'object' || value === null) return sum;
  for (const part of Object.values(value)) {
    if (sum >= BATCH_WEIGHT) break;
    sum = weigh(part, sum + 1);
  }
  return sum;
}

/** Holds every batch until the worker has confirmed it. */
function createDelivery(scope: Pick<PipelineScope, 'setTimeout' | 'clearTimeout'>, onConfirmed: () => void) {
  const underWay = new Map<number, Promise<void>>();
  let unconfirmed: Batch[] = [];
  let lost = 0;
  let retryTimer: number | undefined;
  let worker: Pick<WorkerApi, 'append'> | undefined;

  const hand = async (batch: Batch, taker: Pick<WorkerApi, 'append'>) => {
    try {
      const { durableBatch } = await taker.append(batch);
      unconfirmed = unconfirmed.filter(({ number }) => number > durableBatch);
      if (unconfirmed.length === 0) onConfirmed();
    } catch {
      // It stays unconfirmed: it is sent again soon, and saved as the page's tail. The worker takes batches only in order,
      // so that those behind it fail, too, and follow then.
      retryTimer ??= scope.setTimeout(() => {
        retryTimer = undefined;
        void flush();
      }, RETRY_MS);
    }
  };
  const deliver = async (batch: Batch) => {
    const known = underWay.get(batch.number);
    if (known !== undefined || worker === undefined) {
      await known;
      return;
    }
    const handing = hand(batch, worker).finally(() => underWay.delete(batch.number));
    underWay.set(batch.number, handing);
    await handing;
  };
  const flush = async () => {
    await Promise.all(unconfirmed.map(deliver));
  };
  return {
    add(batch: Batch) {
      unconfirmed.push(batch);
      lost += trim(unconfirmed);
      void deliver(batch);
    },
    flush,
    connect(connected: Pick<WorkerApi, 'append'>) {
      worker = connected;
      // A worker before this one answers no more.
      underWay.clear();
      void flush();
    },
    unconfirmed: () => unconfirmed,
    discard() {
      unconfirmed = [];
      worker = undefined;
    },
    lostCount: () => lost,
    stop() {
      scope.clearTimeout(retryTimer);
    },
  };
}

/** Gives up the oldest batches above the limit, and counts what they held. Numbers stay gapless for what remains. */
function trim(batches: Batch[]): number {
  let total = batches.reduce((sum, batch) => sum + batch.captures.length, 0);
  let given = 0;
  for (const batch of batches) {
    if (total <= WAITING_CAPTURES_MAX) break;
    given += batch.captures.length;
    total -= batch.captures.length;
    batch.captures = [];
  }
  return given;
}

function saveTail(storage: PageStorage, name: string, tail: Tail): void {
  // Page ids sort by time. Tails that nobody took over (there is no database) must not fill the host's storage.
  const others = storage.names(TAIL_PREFIX).filter((other) => other !== name);
  for (const old of others.sort().slice(0, -(TAIL_COUNT_MAX - 1))) storage.remove(old);
  let batches = tail.batches;
  // What follows a hole could not be stored gaplessly: where not everything fits, the end is given up, not the middle.
  while (batches.length > 0) {
    if (storage.set(name, { ...tail, batches }, TAIL_CHARS_MAX)) return;
    batches = batches.slice(0, -1);
  }
}

/** Tails of earlier pages of this origin, as far as they are ones. */
export function readTails(storage: PageStorage, ownPageId: string): Tail[] {
  return storage
    .names(TAIL_PREFIX)
    .filter((name) => name !== TAIL_PREFIX + ownPageId)
    .map((name) => storage.get(name))
    .filter(isTail);
}

function isTail(value: unknown): value is Tail {
  if (typeof value !== 'object' || value === null) return false;
  const { ids, batches } = value as Partial<Tail>;
  return typeof ids?.pageId === 'string' && Array.isArray(batches);
}
