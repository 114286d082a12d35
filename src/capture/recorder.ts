import type { Stoppable } from '../tools/stop.ts';
import type { CaptureScope, Emit } from './tracker.ts';

/** Records the DOM: checkpoints and the changes between them. What stands behind it is its own business. */
export interface Recorder extends Stoppable {
  /** A new checkpoint now. Does nothing before the first one and after the end. */
  checkpoint(): void;
}

export type StartRecorder = (emit: Emit, scope: CaptureScope) => Recorder;
