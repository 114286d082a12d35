import { createChanges } from '../capture/changes.ts';
import { createHearing } from '../capture/hear.ts';
import { createPrivacy } from '../browser/privacy.ts';
import type { CaptureScope } from '../capture/tracker.ts';
import type { Stoppable } from '../tools/stop.ts';
import { parseCaptureOptions } from './captureOptions.ts';
import type { Guard } from './guard.ts';

export interface FramedPageScope {
  window: Window & typeof globalThis;
  now(): number;
  guard: Guard;
  /** As they were given to `init`. */
  options: unknown;
  parentOrigin: string;
  note(reason: string): void;
}

/** A page in a frame, which records its document for the page that holds it; no rules, no store, no monitor. */
export function startFramedPage(scope: FramedPageScope): Stoppable {
  const { window, now, guard, parentOrigin } = scope;
  const privacy = createPrivacy(parseCaptureOptions(scope.options));
  const captureScope: CaptureScope = {
    ...{ window, now, guard, privacy },
    changes: createChanges(window),
    hear: createHearing({ window, now, privacy }),
    later: (action) => guard(action)(),
    details: () => ({}),
    correlation: { sessionId: '', origins: [] },
    isOwnUrl: () => false,
  };
  let running: Stoppable | undefined;
  let isStopped = false;
  Promise.all([import('../capture/frames/index.ts'), import('../capture/recorder/index.ts')]).then(
    ([{ startFrameChild }, { startRecorder }]) => {
      if (isStopped) return;
      running = startFrameChild({
        ...{ window, parentOrigin, privacy, guard },
        record: (send) =>
          startRecorder((capture) => {
            if (capture.kind === 'dom') send(capture.data.event);
          }, captureScope),
      });
    },
    (error: unknown) => {
      scope.note(`the recorder could not be loaded: ${String(error)}`);
    },
  );
  return {
    stop() {
      isStopped = true;
      running?.stop();
    },
  };
}
