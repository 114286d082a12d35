import type { CaptureScope, Emit, Tracker } from '../capture/tracker.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { CaptureDetails } from '../wire/captureDetails.ts';
import type { RecordKind } from '../wire/recordKinds.ts';
import { startWhenLoaded, type LazyTracker } from './lazyTrackers.ts';

export interface TrackerSet extends Stoppable {
  /** Starts what is needed and does not run yet, stops what runs and is not needed. */
  require(kinds: ReadonlySet<RecordKind>, details: CaptureDetails): void;
}

export function createTrackerSet(
  trackers: Partial<Record<RecordKind, Tracker>>,
  lazyTrackers: readonly LazyTracker[],
  emit: Emit,
  scope: CaptureScope,
): TrackerSet {
  const running = new Map<string, Stoppable & { version: string }>();
  let isStopped = false;
  const require = (name: string, isNeeded: boolean, tracker: Tracker, version = '') => {
    if (isStopped) return;
    const handle = running.get(name);
    if (isNeeded ? handle?.version === version : !handle) return;
    running.delete(name);
    handle?.stop();
    if (isNeeded) running.set(name, { ...tracker(emit, scope), version });
  };
  return {
    require(kinds, details) {
      for (const [kind, tracker] of Object.entries(trackers) as [RecordKind, Tracker][]) {
        require(kind, kinds.has(kind), tracker);
      }
      for (const lazy of lazyTrackers) {
        require(lazy.name, lazy.isNeeded(kinds, details), startWhenLoaded(lazy), lazy.version?.());
      }
    },
    stop() {
      // What trackers say at their end, or later, may enter states that ask for more.
      isStopped = true;
      const handles = [...running.values()];
      running.clear();
      stopAll(handles).stop();
    },
  };
}
