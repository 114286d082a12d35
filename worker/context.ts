import type { PageIds, WorkerSettings, WorkerStart } from '../src/wire/index.ts';
import { createAlarm, type Alarm } from './alarm.ts';
import { createQueue } from './queue.ts';
import { createLink, type Link } from './link/link.ts';
import { createAnswers, type Answers } from './outbox/answers.ts';
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
  settings: WorkerSettings;
  link: Link;
  answers: Answers;
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
  start: Pick<WorkerStart, 'app' | 'monitor' | 'ids' | keyof WorkerSettings>;
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
  const { buffer, link, sendBytesMax, clockOffsetMs, isBatteryLow } = start;
  const settings = { buffer, link, sendBytesMax, clockOffsetMs, isBatteryLow };
  return {
    scope,
    app: start.app,
    monitor: start.monitor,
    ids: start.ids,
    store,
    lock,
    alarm: createAlarm(scope),
    settings,
    link: createLink(scope, settings),
    answers: createAnswers(),
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
