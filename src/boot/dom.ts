import type { CaptureScope, Emit, Tracker } from '../capture/tracker.ts';
import type { RecordedPage, Recorder, StartRecorder } from '../capture/recorder.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { Turns } from '../tools/turns.ts';

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

export interface DomScope {
  load: LoadRecorder;
  onFailure(code: string, message: string): void;
  checkpointEveryMs(): number;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
  turns: Turns;
}

/**
 * The DOM tracker with its code loaded on demand, and its checkpoints: one at the start, then one every
 * `checkpointEveryMs`, taken only while the page is visible and something has been recorded since the last.
 */
export function createDomTracker(deps: DomScope): DomTracker {
  const { turns } = deps;
  let running: Recorder | undefined;
  const { recorded, noteCheckpoint } = createRecorded(() => running);
  const track: Tracker = (emit: Emit, scope: CaptureScope): Stoppable => {
    let stopped = false;
    let starting: Stoppable | undefined;
    const rounds = createRounds(deps, scope);
    const note: Emit = (capture) => {
      rounds.noteChange();
      emit(capture);
      if (capture.kind === 'dom' && capture.data.checkpoint) noteCheckpoint();
    };
    const start = ({ startRecorder }: Awaited<ReturnType<LoadRecorder>>): Stoppable => {
      const recorder = (running = startRecorder(note, { ...scope, turns }));
      // Behind its first checkpoint.
      return stopAll([recorder, turns.add(() => rounds.start(recorder))]);
    };
    deps.load().then(
      (module) => {
        if (stopped) return;
        // To evaluate the code was a task already.
        starting = turns.add(() => start(module));
        turns.soon();
      },
      (error: unknown) => {
        deps.onFailure('recorder_missing', `the recorder could not be loaded: ${String(error)}`);
      },
    );
    return {
      stop() {
        stopped = true;
        starting?.stop();
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

/** Checkpoints after the first one, where something has changed meanwhile and somebody sees it. */
function createRounds(deps: Pick<DomScope, 'checkpointEveryMs' | 'setTimeout' | 'clearTimeout'>, scope: CaptureScope) {
  let isDirty = false;
  let timer: number | undefined;
  const start = (recorder: Recorder): Stoppable => {
    const tick = scope.guard(() => {
      schedule();
      if (!(isDirty || recorder.hasMissed()) || scope.window.document.visibilityState === 'hidden') return;
      recorder.checkpoint();
      isDirty = false;
    });
    const schedule = () => {
      timer = deps.setTimeout(tick, deps.checkpointEveryMs());
    };
    isDirty = false;
    schedule();
    return { stop: () => deps.clearTimeout(timer) };
  };
  return {
    start,
    noteChange() {
      isDirty = true;
    },
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
