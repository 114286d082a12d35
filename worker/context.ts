import type { PageIds, RuleSet, WorkerStart } from '../src/wire/index.ts';
import { createAlarm, type Alarm } from './alarm.ts';
import { createQueue } from './queue.ts';
import type { PageLock } from './elect/pageLock.ts';
import { StoreEndedError, type RingStore } from './ring/ringStore.ts';
import type { WorkerScope } from './scope.ts';

/** What the parts of a started worker share. */
export interface Context {
  scope: WorkerScope;
  app: string;
  monitor: string;
  ids: PageIds;
  store: RingStore;
  alarm: Alarm;
  lock: PageLock;
  /** What the page may change while it runs. */
  settings: { buffer: RuleSet['buffer']; clockOffsetMs: number };
  /** Runs one after the other what changes the ring. */
  run<R>(task: () => Promise<R>): Promise<R>;
  /** The same for what nobody waits for. */
  runBehind(task: () => Promise<unknown>): void;
  faults: string[];
}

/** Enough to see what is wrong; more would only repeat it. */
const FAULT_COUNT_MAX = 5;

export interface ContextParts {
  scope: WorkerScope;
  start: Pick<WorkerStart, 'app' | 'monitor' | 'ids' | 'buffer' | 'clockOffsetMs'>;
  store: RingStore;
  lock: PageLock;
  /** After every task. */
  onIdle(): void;
}

export function createContext({ scope, start, store, lock, onIdle }: ContextParts): Context {
  const queue = createQueue();
  const faults: string[] = [];
  const run = <R>(task: () => Promise<R>): Promise<R> =>
    queue.run(async () => {
      try {
        return await task();
      } finally {
        onIdle();
      }
    });
  return {
    scope,
    app: start.app,
    monitor: start.monitor,
    ids: start.ids,
    store,
    lock,
    alarm: createAlarm(scope),
    settings: { buffer: start.buffer, clockOffsetMs: start.clockOffsetMs },
    faults,
    run,
    runBehind(task) {
      run(task).catch((error: unknown) => {
        if (error instanceof StoreEndedError) return;
        if (faults.length < FAULT_COUNT_MAX) faults.push(`internal: ${String(error)}`);
      });
    },
  };
}
