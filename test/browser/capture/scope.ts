import { RECORD_DATA, type Capture, type RecordData, type RecordKind } from 'rewindow/wire';
import * as v from 'valibot';
import { onTestFinished } from 'vitest';
import { createPrivacy } from '../../../src/browser/privacy.ts';
import { createChanges } from '../../../src/capture/changes.ts';
import { createHearing } from '../../../src/capture/hear.ts';
import type { CaptureScope, Tracker } from '../../../src/capture/tracker.ts';
import type { Stoppable } from '../../../src/tools/stop.ts';

export interface Run extends Stoppable {
  captures: Capture[];
  failures: unknown[];
  of<K extends RecordKind>(kind: K): RecordData<K>[];
}

/** Surroundings of a tracker: the real window, a clock that counts up, and failures that a test can look at. */
export function createTestScope(failures: unknown[] = [], overrides: Partial<CaptureScope> = {}): CaptureScope {
  const startedAt = Date.now();
  const origin = performance.now();
  const now = overrides.now ?? (() => startedAt + performance.now() - origin);
  const privacy = overrides.privacy ?? createPrivacy({ mask: 'inputs', urlParameters: [] });
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
    isOwnUrl: (url) => url.includes('/own/'),
    ...overrides,
  };
}

/** Starts a tracker until the end of the test; everything that it emits must be what the contract says. */
export function run(tracker: Tracker, overrides: Partial<CaptureScope> = {}): Run {
  const captures: Capture[] = [];
  const failures: unknown[] = [];
  const handle = tracker(
    (capture) => {
      v.parse(RECORD_DATA[capture.kind], capture.data);
      captures.push(capture);
    },
    createTestScope(failures, overrides),
  );
  onTestFinished(() => {
    handle.stop();
    document.body.replaceChildren();
  });
  const isOf = <K extends RecordKind>(capture: Capture, kind: K): capture is Extract<Capture, { kind: K }> =>
    capture.kind === kind;
  return {
    captures,
    failures,
    of: (kind) => captures.filter((capture) => isOf(capture, kind)).map(({ data }) => data),
    stop: () => handle.stop(),
  };
}

export function mount(html: string): HTMLElement {
  const root = document.createElement('main');
  root.innerHTML = html;
  document.body.replaceChildren(root);
  return root;
}

export function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`no ${selector}`);
  return element;
}

export function findField(selector: string): HTMLInputElement {
  const element = find(selector);
  if (!(element instanceof HTMLInputElement)) throw new Error(`${selector} is no input`);
  return element;
}
