import type { CaptureScope, Emit, Tracker } from '../capture/tracker.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { Turns } from '../tools/turns.ts';
import type { CaptureDetails } from '../wire/captureDetails.ts';
import type { RecordKind } from '../wire/recordKinds.ts';
import { startWhenLoaded, type LazyTracker } from './lazyTrackers.ts';

export interface TrackerSet extends Stoppable {
  /**
   * Stops what runs and is not needed, and starts what is needed and does not run yet, in its turn: the first at once. What was
   * asked for last holds, also while a start is under way.
   */
  require(kinds: ReadonlySet<RecordKind>, details: CaptureDetails): void;
}

/** Trackers start in the order in which they are given. */
export function createTrackerSet(
  trackers: Partial<Record<RecordKind, Tracker>>,
  lazyTrackers: readonly LazyTracker[],
  emit: Emit,
  scope: CaptureScope & { turns: Turns },
): TrackerSet {
  const { turns } = scope;
  const running = new Map<string, Stoppable & { version: string }>();
  let isStopped = false;
  let last = {};
  const require = (name: string, isNeeded: boolean, tracker: Tracker, version = '') => {
    const handle = running.get(name);
    if (isNeeded ? handle?.version === version : !handle) return;
    running.delete(name);
    if (isNeeded) running.set(name, { ...turns.add(() => tracker(emit, scope)), version });
    handle?.stop();
  };
  return {
    require(kinds, details) {
      const own = (last = {});
      // What a tracker says at its end may enter states, which ask for something else.
      const isOver = () => isStopped || own !== last;
      for (const [kind, tracker] of Object.entries(trackers) as [RecordKind, Tracker][]) {
        if (!isOver()) require(kind, kinds.has(kind), tracker);
      }
      for (const lazy of lazyTrackers) {
        if (!isOver()) {
          require(lazy.name, lazy.isNeeded(kinds, details), startWhenLoaded(lazy, turns), lazy.version?.());
        }
      }
      if (!isOver()) turns.now();
    },
    stop() {
      // What trackers say at their end, or later, may enter states that ask for more.
      isStopped = true;
      const handles = [...running.values()];
      running.clear();
      stopAll([turns, ...handles]).stop();
    },
  };
}
