import type { Stoppable } from '../../tools/stop.ts';
import type { RecordData } from '../../wire/record.ts';
import type { CaptureScope, Emit } from '../tracker.ts';

/** As far as browsers tell (https://w3c.github.io/long-animation-frames/); a long task has no more than its duration. */
export interface LongEntry {
  entryType: string;
  startTime: number;
  duration: number;
  blockingDuration?: number;
  scripts?: { sourceURL: string; invoker: string; duration: number }[];
}

/** What is shorter nobody notices. */
const BLOCKING_MS_MIN = 50;
const SCRIPT_COUNT_MAX = 3;
const MINUTE_MS = 60_000;
const FRAME_COUNT_MAX = 30;

/** Frames that kept the page from answering, with the scripts that took longest; where browsers don't know frames, tasks. */
export function startLongFrames(scope: CaptureScope, emit: Emit): Stoppable {
  const { PerformanceObserver, performance } = scope.window;
  const type = ['long-animation-frame', 'longtask'].find((known) => isKnown(scope, known));
  if (type === undefined) return { stop: () => undefined };
  const cap = createCap();
  const sinceMs = scope.since?.('longFrames') ?? 0;
  const take = (entry: LongEntry) => {
    if (entry.startTime < sinceMs) return;
    const data = describeLong(entry, scope);
    if ((data.blockingMs ?? 0) < BLOCKING_MS_MIN) return;
    const count = cap(performance.now());
    const at = scope.now() - (performance.now() - entry.startTime);
    if (count <= FRAME_COUNT_MAX) emit({ kind: 'performance', at, data });
    else if (count === FRAME_COUNT_MAX + 1) {
      const message = `more than ${FRAME_COUNT_MAX} long frames within a minute; the rest of them is left out`;
      emit({ kind: 'agent', at: scope.now(), data: { code: 'long_frames_skipped', message } });
    }
  };
  const observer = new PerformanceObserver(
    scope.guard((list: PerformanceObserverEntryList) => {
      for (const entry of list.getEntries()) take(entry);
    }),
  );
  observer.observe({ type, buffered: true });
  return {
    stop() {
      observer.disconnect();
    },
  };
}

export function describeLong(entry: LongEntry, { privacy }: Pick<CaptureScope, 'privacy'>): RecordData<'performance'> {
  const durationMs = Math.round(entry.duration);
  if (entry.blockingDuration === undefined) {
    return { type: 'longTask', durationMs, blockingMs: Math.max(0, durationMs - BLOCKING_MS_MIN) };
  }
  const scripts = [...(entry.scripts ?? [])].sort((one, other) => other.duration - one.duration);
  return {
    type: 'longFrame',
    durationMs,
    blockingMs: Math.round(entry.blockingDuration),
    scripts: scripts.slice(0, SCRIPT_COUNT_MAX).map(({ sourceURL, invoker, duration }) => ({
      url: privacy.url(sourceURL),
      // The address of a script where nothing else has invoked it.
      invoker: /^[\w.-]+:\/\//.test(invoker) ? privacy.url(invoker) : privacy.message(invoker),
      durationMs: Math.round(duration),
    })),
  };
}

/** Says of each one which of its minute it is, from 1. */
function createCap(): (nowMs: number) => number {
  let beganMs = 0;
  let count = 0;
  return (nowMs) => {
    if (count === 0 || nowMs - beganMs >= MINUTE_MS) {
      beganMs = nowMs;
      count = 0;
    }
    count += 1;
    return count;
  };
}

function isKnown({ window }: CaptureScope, type: string): boolean {
  return (
    (window as { PerformanceObserver?: typeof PerformanceObserver }).PerformanceObserver?.supportedEntryTypes.includes(
      type,
    ) ?? false
  );
}
