import { onTestFinished } from 'vitest';
import { RECORD_DATA, type Capture } from 'rewindow/wire';
import * as v from 'valibot';
import { startRecorder } from '../../../src/capture/dom/index.ts';
import type { CaptureScope } from '../../../src/capture/tracker.ts';
import { createTestScope } from './scope.ts';

/** Records until the end of the test; everything that comes must be what the contract says. */
export function start(overrides: Partial<CaptureScope> = {}) {
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
  onTestFinished(() => {
    recorder.stop();
    document.body.replaceChildren();
  });
  return { recorder, captures, failures, others, text: () => JSON.stringify(captures) };
}

/** Mutations are delivered as microtasks, setters of fields after a timer. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 60));
