import type { Recorder } from '../../../src/capture/recorder.ts';
import type { CaptureScope, Emit } from '../../../src/capture/tracker.ts';
import type { Operation } from './operation.ts';
import type { Blind } from './outline.ts';

/** A recorder with handles for what otherwise happens when the page is idle. */
export interface Driven {
  recorder: Recorder;
  /** Tells all there is to tell, at once. */
  flush(): void;
  /** Tells a little, and leaves the rest for later. */
  slice(nodes: number): void;
}

/** A recorder under test, and what it is not expected to do. */
export interface Engine {
  name: string;
  start(emit: Emit, scope: CaptureScope): Driven;
  /** Whether programs may hold such an operation. */
  canDo(operation: Operation): boolean;
  blind: Blind;
  /** Its events make the replayer complain now and then, and that is no failure. */
  isNoisy: boolean;
}
