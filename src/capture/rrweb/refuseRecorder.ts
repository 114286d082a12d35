import type { Recorder } from '../recorder.ts';
import type { CaptureScope, Emit } from '../tracker.ts';

/**
 * Stands in for a recorder where another application on the page has it already: the library has room for one recording, and
 * the second would get the first one's changes.
 */
export function refuseRecorder(emit: Emit, scope: CaptureScope): Recorder {
  const message = 'another application on this page records the DOM; one recorder can not serve two';
  emit({ kind: 'agent', at: scope.now(), data: { code: 'recorder_busy', message } });
  const nothing = () => undefined;
  return {
    idOf: nothing,
    canvases: () => [],
    checkpointCount: () => 0,
    thin: nothing,
    hasMissed: () => false,
    checkpoint: nothing,
    flush: nothing,
    finish: nothing,
    stop: nothing,
  };
}
