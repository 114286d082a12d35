import { onTestFinished } from 'vitest';
import { RECORD_DATA, type Capture } from 'rewindow/wire';
import * as v from 'valibot';
import { startRecorder as startRrweb } from '../../../src/capture/rrweb/index.ts';
import { startRecorder as startOwn } from '../../../src/capture/recorder/index.ts';
import type { Recorder } from '../../../src/capture/recorder.ts';
import type { CaptureScope } from '../../../src/capture/tracker.ts';
import { createTestScope } from './scope.ts';

/** The recorders under test: ours, and the library's behind the same face. */
export const ENGINES = { own: startOwn, rrweb: startRrweb };

const running = new Set<Recorder>();

/** Records until the end of the test; everything that comes must be what the contract says. */
export function start(overrides: Partial<CaptureScope> = {}, startRecorder = ENGINES.own) {
  const captures: Extract<Capture, { kind: 'dom' }>[] = [];
  const failures: unknown[] = [];
  const others: Capture[] = [];
  const recorder = startRecorder(
    (capture) => {
      v.parse(RECORD_DATA[capture.kind], capture.data);
      if (capture.kind === 'dom') captures.push(capture);
      else others.push(capture);
    },
    createTestScope(failures, overrides),
  );
  running.add(recorder);
  onTestFinished(() => {
    running.delete(recorder);
    recorder.stop();
    document.body.replaceChildren();
  });
  return { recorder, captures, failures, others, text: () => JSON.stringify(captures) };
}

/** Mutations are delivered as microtasks, setters of fields after a timer; what is held back is told then. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 60));
  for (const recorder of running) recorder.flush();
}
