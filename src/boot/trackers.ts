import type { RecordKind } from '../wire/recordKinds.ts';
import type { CaptureScope, Emit, Tracker } from '../capture/tracker.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';

export interface TrackerSet extends Stoppable {
  /** Starts what is needed and does not run yet, stops what runs and is not needed. */
  require(kinds: ReadonlySet<RecordKind>): void;
}

export function createTrackerSet(
  trackers: Partial<Record<RecordKind, Tracker>>,
  emit: Emit,
  scope: CaptureScope,
): TrackerSet {
  const running = new Map<RecordKind, Stoppable>();
  return {
    require(kinds) {
      for (const [kind, handle] of running) {
        if (kinds.has(kind)) continue;
        running.delete(kind);
        handle.stop();
      }
      for (const [kind, tracker] of Object.entries(trackers) as [RecordKind, Tracker][]) {
        if (kinds.has(kind) && !running.has(kind)) running.set(kind, tracker(emit, scope));
      }
    },
    stop() {
      const handles = [...running.values()];
      running.clear();
      stopAll(handles).stop();
    },
  };
}
