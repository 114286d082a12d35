/** Why a wait ended. */
export type WakeCause = 'news' | 'timeout' | 'stopped';

export interface Waiter {
  /** Resolves once; never rejects. */
  woken: Promise<WakeCause>;
  cancel(): void;
}

/** Held requests that wait for news of their application or of their sessions. */
export interface Waiters {
  /** Counts from now on: what happens after this call wakes, so look for news only then. */
  wait(interest: { app: string; sessionIds: readonly string[] }, waitMs: number): Waiter;
  wakeApp(app: string): void;
  wakeSession(sessionId: string): void;
  count(): number;
  /** Ends all waits, and every later one at once: the monitor shuts down. */
  stop(): void;
}

type Wake = (cause: WakeCause) => void;

/** One entry in two indexes and one timer per held request, so that thousands of them cost next to nothing. */
export function createWaiters(): Waiters {
  const byTopic = new Map<string, Set<Wake>>();
  const waiting = new Set<Wake>();
  let isStopped = false;

  const subscribe = (topic: string, wake: Wake) => {
    const wakes = byTopic.get(topic) ?? new Set();
    byTopic.set(topic, wakes.add(wake));
  };
  const unsubscribe = (topic: string, wake: Wake) => {
    const wakes = byTopic.get(topic);
    wakes?.delete(wake);
    if (wakes?.size === 0) byTopic.delete(topic);
  };
  const wakeTopic = (topic: string) => {
    for (const wake of [...(byTopic.get(topic) ?? [])]) wake('news');
  };
  return {
    wait({ app, sessionIds }, waitMs) {
      const topics = [appTopic(app), ...sessionIds.map(sessionTopic)];
      let end: Wake = () => undefined;
      const woken = new Promise<WakeCause>((resolve) => {
        const timer = setTimeout(() => {
          end('timeout');
        }, waitMs);
        end = (cause) => {
          clearTimeout(timer);
          waiting.delete(end);
          for (const topic of topics) unsubscribe(topic, end);
          resolve(cause);
        };
      });
      waiting.add(end);
      for (const topic of topics) subscribe(topic, end);
      if (isStopped) end('stopped');
      return { woken, cancel: () => end('timeout') };
    },
    wakeApp: (app) => {
      wakeTopic(appTopic(app));
    },
    wakeSession: (sessionId) => {
      wakeTopic(sessionTopic(sessionId));
    },
    count: () => waiting.size,
    stop() {
      isStopped = true;
      for (const wake of [...waiting]) wake('stopped');
    },
  };
}

function appTopic(app: string): string {
  return `app ${app}`;
}

function sessionTopic(sessionId: string): string {
  return `session ${sessionId}`;
}
