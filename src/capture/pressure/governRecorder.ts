import { takeNatives } from '../../browser/natives.ts';
import type { Recorder, RecorderScope, StartRecorder } from '../recorder.ts';
import type { CaptureScope, Emit } from '../tracker.ts';
import { AT_EASE, govern, levelOf, type Level, type Limits, type Load } from './govern.ts';
import type { Meter, MeterScope } from './meter.ts';

/** So often the cost is looked at, while anything changes. */
const LOOK_MS = 1_000;

/** A recorder that comes and goes behind one face. */
interface Held extends Recorder {
  /** Begins with a checkpoint, where none runs. */
  open(): void;
  close(): void;
  noteChange(): void;
}

/** A recorder that can be watched. */
export interface Measurable<M extends Meter> {
  start(emit: Emit, scope: RecorderScope, meter: M): Recorder;
  createMeter(scope: MeterScope): M;
  limits: Limits;
}

/**
 * A recorder that is watched: where it costs too much it records more coarsely, then checkpoints only, says so in a record,
 * and comes back step by step.
 */
export function governRecorder<M extends Meter>({ start, createMeter, limits }: Measurable<M>): StartRecorder {
  return (emit, scope) => {
    const natives = takeNatives(scope.window);
    let timer: number | undefined;
    let state = AT_EASE;
    let isStopped = false;
    const look = scope.guard(() => {
      timer = undefined;
      const load = meter.take();
      const before = levelOf(state);
      state = govern(state, load, scope.window.performance.now(), limits);
      const level = levelOf(state);
      if (level !== before) shift(before, level);
      else if (level === 'coarse') held.thin(true);
      if (level !== before) say(emit, scope, { before, level, load });
      // An idle page has no timer of ours.
      if (level !== 'full' || load.changeCount > 0) wait();
    });
    const wait = () => {
      if (!isStopped) timer ??= natives.setTimeout(look, LOOK_MS);
    };
    const shift = (before: Level, level: Level) => {
      if (level === 'checkpoints') held.close();
      else if (before === 'checkpoints') held.open();
      held.thin(level === 'coarse');
    };
    const meter: M = createMeter({
      ...{ window: scope.window, guard: scope.guard },
      onChange() {
        held.noteChange();
        if (timer !== undefined) return;
        // What lies before is no part of this second.
        if (levelOf(state) === 'full') meter.rest();
        wait();
      },
    });
    const held = holdRecorder(() => start(emit, scope, meter), meter, scope);
    held.open();
    return {
      ...held,
      stop() {
        isStopped = true;
        natives.clearTimeout(timer);
        held.stop();
        meter.stop();
      },
    };
  };
}

function holdRecorder(start: () => Recorder, meter: Meter, scope: CaptureScope): Held {
  let recorder: Recorder | undefined;
  /** Took a checkpoint, and may be telling it yet: two at once would mix up what they tell. */
  let last: Recorder | undefined;
  /** Of recorders that have gone. */
  let checkpointCount = 0;
  let hasMissed = false;
  let isOver = false;
  const close = () => {
    checkpointCount += recorder?.checkpointCount() ?? 0;
    recorder?.stop();
    recorder = undefined;
  };
  const open = () => {
    last?.stop();
    meter.around(() => {
      recorder = start();
    });
    hasMissed = false;
  };
  return {
    open,
    close() {
      close();
      meter.count();
      hasMissed = true;
    },
    noteChange() {
      hasMissed ||= recorder === undefined;
    },
    hasMissed: () => hasMissed,
    idOf: (node) => recorder?.idOf(node),
    canvases: () => recorder?.canvases() ?? [],
    checkpointCount: () => checkpointCount + (recorder?.checkpointCount() ?? 0),
    thin: (isThin) => recorder?.thin(isThin),
    flush: () => recorder?.flush(),
    finish() {
      isOver = true;
      recorder?.finish();
    },
    checkpoint: scope.guard(() => {
      if (isOver) return;
      if (recorder) return recorder.checkpoint();
      last?.stop();
      last = start();
      last.finish();
      checkpointCount += last.checkpointCount();
      hasMissed = false;
    }),
    stop() {
      isOver = true;
      last?.stop();
      close();
    },
  };
}

function say(emit: Emit, scope: CaptureScope, now: { before: Level; level: Level; load: Load }): void {
  const { before, level, load } = now;
  const isLess = level === 'checkpoints' || before === 'full';
  const cost = `${String(load.changeCount)} changes, ${String(Math.round(load.busyMs))} ms in ${String(Math.round(load.lengthMs))} ms`;
  const data = { code: isLess ? 'capture_reduced' : 'capture_restored', message: `${level}: ${cost}` };
  emit({ kind: 'agent', at: scope.now(), data });
}
