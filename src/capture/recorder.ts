import type { Stoppable } from '../tools/stop.ts';
import type { Turns } from '../tools/turns.ts';
import type { CaptureScope, Emit } from './tracker.ts';

/** What other trackers may know of the document that is being recorded. */
export interface RecordedPage {
  /** The number by which the recording names a node, until the node goes; undefined where it is not in it. */
  idOf(node: Node): number | undefined;
  /** The canvases in it, in open shadow roots and frames of the same origin, too. */
  canvases(): HTMLCanvasElement[];
  /** Grows with every checkpoint: what replay needs besides it has to be recorded anew. */
  checkpointCount(): number;
  /** Calls back with each checkpoint that comes from now on. */
  onCheckpoint(callback: () => void): Stoppable;
}

/** Records the DOM: checkpoints and the changes between them. What stands behind it is its own business. */
export interface Recorder extends Stoppable, Omit<RecordedPage, 'onCheckpoint'> {
  /** A new checkpoint now. Does nothing before the first one and after the end. */
  checkpoint(): void;
  /** Repeated changes of one node are told now and then only, movements not at all. Each call tells what was held back. */
  thin(isThin: boolean): void;
  /** Something has changed since the last checkpoint and was not recorded. */
  hasMissed(): boolean;
  /** Tells what was collected and not told yet, at once: before what was recorded is sent, or the page is left. */
  flush(): void;
  /** Ends as soon as the last checkpoint is told as a whole. */
  finish(): void;
}

export interface RecorderScope extends CaptureScope {
  /** With them the start is several steps; else it is one, which ends with the first checkpoint. */
  turns?: Turns | undefined;
}

export type StartRecorder = (emit: Emit, scope: RecorderScope) => Recorder;
