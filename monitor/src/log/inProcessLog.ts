import type { Log, LogEntry } from '../ports/index.ts';

export interface InProcessLogDeps {
  /** Called when an entry has failed for good. What it names is in the archive; the next start finds it. */
  report: (error: unknown, entry: LogEntry) => void;
  /** Pauses before the second, third … try. Milliseconds. */
  retryAfterMs?: number[];
  /** Entries that run side by side, each of another session. Each may take its segment's size in memory. */
  parallelCount?: number;
}

/** A queue in memory per session. What a crash loses of it is found again by comparing archive and index. */
export function createInProcessLog(deps: InProcessLogDeps): Log {
  const { report, retryAfterMs = [50, 500, 2_000], parallelCount = 4 } = deps;
  /** The first entry of a running session stays in its queue until it is done. */
  const queues = new Map<string, LogEntry[]>();
  const idle: string[] = [];
  const waiters: (() => void)[] = [];
  let handle: ((entry: LogEntry) => Promise<void>) | undefined;
  let runningCount = 0;
  let isClosed = false;

  function advance(): void {
    while (handle !== undefined && runningCount < parallelCount && !isClosed) {
      const session = idle.shift();
      if (session === undefined) break;
      runningCount += 1;
      void run(session, handle);
    }
    if (queues.size === 0 || (isClosed && runningCount === 0)) for (const done of waiters.splice(0)) done();
  }
  async function run(session: string, process: (entry: LogEntry) => Promise<void>): Promise<void> {
    const queue = queues.get(session) ?? [];
    const [entry] = queue;
    if (entry) await attempt({ entry, process, report, retryAfterMs, isClosed: () => isClosed });
    queue.shift();
    if (queue.length === 0) queues.delete(session);
    else idle.push(session);
    runningCount -= 1;
    advance();
  }
  const settled = () =>
    new Promise<void>((resolve) => {
      waiters.push(resolve);
      advance();
    });
  return {
    append(entry) {
      if (isClosed) return Promise.reject(new Error('the log is closed'));
      const queue = queues.get(entry.key.sessionId);
      if (queue) queue.push(entry);
      else {
        queues.set(entry.key.sessionId, [entry]);
        idle.push(entry.key.sessionId);
      }
      advance();
      return Promise.resolve();
    },
    consume(given) {
      if (handle) throw new Error('the log has a consumer already');
      handle = given;
      advance();
    },
    settled,
    async close() {
      isClosed = true;
      await settled();
    },
  };
}

interface Attempt {
  entry: LogEntry;
  process: (entry: LogEntry) => Promise<void>;
  report: (error: unknown, entry: LogEntry) => void;
  retryAfterMs: number[];
  isClosed: () => boolean;
}

async function attempt({ entry, process, report, retryAfterMs, isClosed }: Attempt): Promise<void> {
  for (const pauseMs of [...retryAfterMs, undefined]) {
    try {
      await process(entry);
      return;
    } catch (error) {
      if (pauseMs === undefined || isClosed()) {
        report(error, entry);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
