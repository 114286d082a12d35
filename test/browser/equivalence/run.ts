import { createPrivacy } from '../../../src/browser/privacy.ts';
import { createChanges } from '../../../src/capture/changes.ts';
import { createHearing } from '../../../src/capture/hear.ts';
import type { CaptureScope, Emit } from '../../../src/capture/tracker.ts';
import { createCast } from './cast.ts';
import type { Driven, Engine } from './engine.ts';
import { findDifference } from './equal.ts';
import { createLoads, nextTask } from './loads.ts';
import type { Operation, Program } from './operation.ts';
import { play, type Control } from './play.ts';
import { REPLAYS, type PlayedEvent, type Rebuild, type Replays } from './rebuild.ts';
import { clearPage } from './clearPage.ts';
import { scrollingTold, withShortTime } from './time.ts';

/** What a run needs of its surroundings. */
export interface RunDeps {
  engine: Engine;
  /** The page: it is emptied before and afterwards. */
  window: Window & typeof globalThis;
  /** Where the replay is built; not in the page. */
  root: HTMLElement;
  /** A number of its own for each run. */
  run: number;
  /** Those of a window other than the page's, where there is one: the replayer may leave traces in its own. */
  replays?: Replays | undefined;
  /** Plays tricks on the recording, to see whether that is found. */
  sabotage?: (events: PlayedEvent[]) => PlayedEvent[];
}

const CONTROLS: ReadonlySet<string> = new Set<Control['does']>(['tick', 'slice', 'flush', 'checkpoint', 'rest']);
/** A dialog that is shown moves the focus, and with it whatever scrolls around it; pages hear of it in frames. */
const SCROLLERS: ReadonlySet<string> = new Set<Operation['does']>(['scroll', 'dialog']);
const isControl = (operation: Operation): operation is Control => CONTROLS.has(operation.does);

/** Runs a program under a recorder, and replays to every point of rest; says where page and replay differ then. */
export async function runProgram(program: Program, deps: RunDeps): Promise<string | undefined> {
  const { engine, window, root, run, replays = REPLAYS } = deps;
  const { document } = window;
  clearPage(document);
  const loads = createLoads();
  const cast = createCast(document, run, loads.expect);
  const failures: unknown[] = [];
  const recording = createRecording(deps.sabotage);
  const driven = engine.start(recording.emit, scopeOf(window, failures));
  const rebuild = replays.startRebuild(root);
  const compare = (shown: Rebuild, how: string): string | undefined => {
    const found = findDifference(document, shown.document(), engine.blind);
    const notes = [...failures.map((failure) => `the recorder failed: ${printError(failure)}`), ...shown.warnings];
    if (found !== undefined) return [`${how}:`, found, ...notes].join('\n');
    return engine.isNoisy || notes.length === 0 ? undefined : [`${how}:`, ...notes].join('\n');
  };
  const rest = async (hasScrolled: boolean) => {
    await loads.settle(document);
    cast.meet(document.body);
    await nextTask();
    if (hasScrolled) await scrollingTold(window);
    driven.flush();
    await rebuild.take(recording.takeNew());
  };
  try {
    let hasScrolled = false;
    for (const [at, operation] of program.entries()) {
      hasScrolled ||= SCROLLERS.has(operation.does);
      if (!isControl(operation)) play(cast, operation);
      else if (operation.does !== 'rest') await control(operation, driven, window);
      else {
        await rest(hasScrolled);
        const difference = compare(rebuild, `after step ${at}, played`);
        if (difference !== undefined) return difference;
      }
    }
    await rest(hasScrolled);
    return compare(rebuild, 'at the end, played') ?? jump(replays.startSeek(root, recording.all()), compare);
  } finally {
    driven.recorder.stop();
    rebuild.stop();
    clearPage(document);
  }
}

function jump(seek: Rebuild, compare: (shown: Rebuild, how: string) => string | undefined): string | undefined {
  try {
    return compare(seek, 'at the end, jumped to');
  } finally {
    seek.stop();
  }
}

async function control(operation: Control, driven: Driven, window: Window & typeof globalThis): Promise<void> {
  if (operation.does === 'tick') await nextTask();
  else if (operation.does === 'slice') driven.slice(operation.nodes);
  else if (operation.does === 'flush') driven.flush();
  else if (operation.does === 'checkpoint') withShortTime(window, driven.recorder.checkpoint);
}

/** Events as they are after the way over the wire. */
function createRecording(sabotage = (events: PlayedEvent[]) => events) {
  const events: PlayedEvent[] = [];
  let lines: string[] = [];
  const emit: Emit = (capture) => {
    if (capture.kind === 'dom') lines.push(JSON.stringify(capture.data.event));
    else if (capture.kind === 'agent') throw new Error(`the recorder says ${capture.data.code}`);
  };
  const takeNew = () => {
    const taken = sabotage(lines.map((line): PlayedEvent => JSON.parse(line)));
    lines = [];
    events.push(...taken);
    return taken;
  };
  return { emit, takeNew, all: () => events };
}

function scopeOf(window: Window & typeof globalThis, failures: unknown[]): CaptureScope {
  // Every event has a time of its own, so that the replayer keeps their order.
  let at = 1_800_000_000_000;
  const now = () => (at += 1);
  const privacy = createPrivacy({ mask: 'inputs', urlParameters: [] });
  return {
    ...{ window, now, privacy },
    changes: createChanges(window),
    hear: createHearing({ window, now, privacy }),
    later: (action) => {
      action();
    },
    guard:
      (callback) =>
      (...args) => {
        try {
          callback(...args);
        } catch (error) {
          failures.push(error);
        }
      },
    details: () => ({}),
    correlation: { sessionId: '01a20085-46c4-7360-a218-17408080a34f', origins: [] },
    isOwnUrl: () => false,
  };
}

function printError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
