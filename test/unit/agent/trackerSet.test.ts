import { expect, test } from 'vitest';
import { createTrackerSet } from '../../../src/boot/trackers.ts';
import type { Tracker } from '../../../src/capture/tracker.ts';

test('what is asked for while the set stops, or after it, does not begin any more', () => {
  let runningCount = 0;
  const tracker: Tracker = () => {
    runningCount += 1;
    return {
      stop() {
        runningCount -= 1;
        // A last record may enter a state, which asks for more.
        set.require(new Set(['pointer', 'error']), {});
      },
    };
  };
  const set = createTrackerSet({ pointer: tracker, error: tracker }, [], () => undefined, {} as never);
  set.require(new Set(['pointer']), {});
  set.stop();
  expect(runningCount).toBe(0);
  set.require(new Set(['pointer']), {});
  expect(runningCount).toBe(0);
});
