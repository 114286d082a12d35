import type { CaptureScope, Emit, Tracker } from '../capture/tracker.ts';
import type { RecordedPage, Recorder, StartRecorder } from '../capture/recorder.ts';
import type { Stoppable } from '../tools/stop.ts';

/** Loads the recorder's code; rejects where the chunk can't be had. */
export type LoadRecorder = () => Promise<{ startRecorder: StartRecorder }>;

export interface DomTracker {
  track: Tracker;
  /** Takes a checkpoint now, where the recorder runs. */
  checkpoint(): void;
  /** Has the recorder tell what it holds back. */
  flush(): void;
  /** The document as the recorder knows it: nothing, where it doesn't run. */
  recorded(): RecordedPage;
}

/**
 * The DOM tracker with its code loaded on demand, and its checkpoints: one at the start, then one every
 * `checkpointEveryMs`, taken only while the page is visible and something has been recorded since the last.
 */
export function createDomTracker(deps: {
  load: LoadRecorder;
  onFailure(code: string, message: string): void;
  checkpointEveryMs(): number;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
}): DomTracker {
  let running: Recorder | undefined;
  const { recorded, noteCheckpoint } = createRecorded(() => running);
  const track: Tracker = (emit: Emit, scope: CaptureScope): Stoppable => {
    let stopped = false;
    let isDirty = false;
    let timer: number | undefined;
    let recorder: Recorder | undefined;
    const tick = scope.guard(() => {
      schedule();
      if (!(isDirty || recorder?.hasMissed()) || scope.window.document.visibilityState === 'hidden') return;
      recorder?.checkpoint();
      isDirty = false;
    });
    const schedule = () => {
      timer = deps.setTimeout(tick, deps.checkpointEveryMs());
    };
    const note: Emit = (capture) => {
      isDirty = true;
      emit(capture);
      if (capture.kind === 'dom' && capture.data.checkpoint) noteCheckpoint();
    };
    const start = scope.guard(({ startRecorder }: Awaited<ReturnType<LoadRecorder>>) => {
      if (stopped) return;
      recorder = startRecorder(note, scope);
      running = recorder;
      isDirty = false;
      schedule();
    });
    deps.load().then(
      (module) => {
        // A task of its own: to evaluate the code was one already.
        timer = deps.setTimeout(() => start(module), 0);
      },
      (error: unknown) => {
        deps.onFailure('recorder_missing', `the recorder could not be loaded: ${String(error)}`);
      },
    );
    return {
      stop() {
        stopped = true;
        deps.clearTimeout(timer);
        recorder?.stop();
        running = undefined;
      },
    };
  };
  return {
    track,
    checkpoint: () => running?.checkpoint(),
    flush: () => running?.flush(),
    recorded: () => recorded,
  };
}

/** One face for recorders that come and go. */
function createRecorded(running: () => Recorder | undefined) {
  let checkpointCount = 0;
  const listeners = new Set<() => void>();
  const recorded: RecordedPage = {
    idOf: (node) => running()?.idOf(node),
    canvases: () => running()?.canvases() ?? [],
    checkpointCount: () => checkpointCount,
    onCheckpoint(callback) {
      listeners.add(callback);
      return { stop: () => listeners.delete(callback) };
    },
  };
  const noteCheckpoint = () => {
    checkpointCount += 1;
    for (const listener of listeners) listener();
  };
  return { recorded, noteCheckpoint };
}
