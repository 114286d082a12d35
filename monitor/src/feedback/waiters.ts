/**
 * Why a wait ended. `app`: the application's rule sets, trial or audiences may have changed; `session`: there may be
 * instructions, too.
 */
export type WakeCause = 'app' | 'session' | 'timeout' | 'stopped';

/** Hears for one held request or stream, from when it is opened until it is closed; between two waits, too. */
export interface Ear {
  /** Resolves once per call; never rejects. */
  next(waitMs: number): Promise<WakeCause>;
  /** Ends a wait, if there is one, with `stopped`. */
  close(): void;
}

export interface Waiters {
  /** Counts from now on: open the ear first, then look for news. */
  open(interest: { app: string; sessionIds: readonly string[] }): Ear;
  /** Wakes all of the application. `rules`: there is nothing new but rule sets, so that nobody looks for instructions. */
  wakeApp(app: string, what?: 'rules' | 'all'): void;
  wakeSession(sessionId: string): void;
  /** Open ears. */
  count(): number;
  /** Ends all waits, and every later one at once: the monitor shuts down. */
  stop(): void;
}

/** Woken at once; then others have their turn, so that a rule set for thousands holds nothing else up. */
const SLICE_COUNT = 100;

interface Sleeper extends Ear {
  wake(cause: WakeCause): void;
}

/** One entry in two indexes per held request, and a timer while it waits, so that thousands of them cost next to nothing. */
export function createWaiters(): Waiters {
  const byTopic = new Map<string, Set<Sleeper>>();
  const open = new Set<Sleeper>();
  let isStopped = false;

  const subscribe = (topic: string, sleeper: Sleeper) => {
    const sleepers = byTopic.get(topic) ?? new Set();
    byTopic.set(topic, sleepers.add(sleeper));
  };
  const unsubscribe = (topic: string, sleeper: Sleeper) => {
    const sleepers = byTopic.get(topic);
    sleepers?.delete(sleeper);
    if (sleepers?.size === 0) byTopic.delete(topic);
  };
  const wakeTopic = (topic: string, cause: WakeCause) => {
    wakeInSlices([...(byTopic.get(topic) ?? [])], cause);
  };
  return {
    open({ app, sessionIds }) {
      const topics = [appTopic(app), ...sessionIds.map(sessionTopic)];
      const sleeper = createSleeper(() => {
        open.delete(sleeper);
        for (const topic of topics) unsubscribe(topic, sleeper);
      });
      open.add(sleeper);
      for (const topic of topics) subscribe(topic, sleeper);
      if (isStopped) sleeper.wake('stopped');
      return sleeper;
    },
    wakeApp: (app, what = 'all') => {
      wakeTopic(appTopic(app), what === 'rules' ? 'app' : 'session');
    },
    wakeSession: (sessionId) => {
      wakeTopic(sessionTopic(sessionId), 'session');
    },
    count: () => open.size,
    stop() {
      isStopped = true;
      for (const sleeper of [...open]) sleeper.wake('stopped');
    },
  };
}

function wakeInSlices(sleepers: Sleeper[], cause: WakeCause): void {
  for (const sleeper of sleepers.splice(0, SLICE_COUNT)) sleeper.wake(cause);
  if (sleepers.length > 0) setImmediate(() => wakeInSlices(sleepers, cause));
}

const WEIGHTS: Readonly<Record<WakeCause, number>> = { timeout: 0, app: 1, session: 2, stopped: 3 };

function createSleeper(onClose: () => void): Sleeper {
  /** What was heard while nobody waited: the weightiest. */
  let heard: WakeCause = 'timeout';
  let resolveWait: ((cause: WakeCause) => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const end = (cause: WakeCause) => {
    clearTimeout(timer);
    const resolve = resolveWait;
    resolveWait = undefined;
    resolve?.(cause);
  };
  return {
    next(waitMs) {
      const cause = heard;
      // A monitor that shuts down stays so.
      if (cause !== 'stopped') heard = 'timeout';
      if (cause !== 'timeout') return Promise.resolve(cause);
      return new Promise((resolve) => {
        resolveWait = resolve;
        timer = setTimeout(end, waitMs, 'timeout');
      });
    },
    wake(cause) {
      if (resolveWait && cause !== 'stopped') end(cause);
      else if (WEIGHTS[cause] > WEIGHTS[heard]) heard = cause;
      if (heard === 'stopped') end('stopped');
    },
    close() {
      heard = 'stopped';
      end('stopped');
      onClose();
    },
  };
}

function appTopic(app: string): string {
  return `app ${app}`;
}

function sessionTopic(sessionId: string): string {
  return `session ${sessionId}`;
}
