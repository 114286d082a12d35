import { stopAll } from '../../tools/stop.ts';
import type { Tracker } from '../tracker.ts';
import { startLongFrames } from './longFrames.ts';
import { startVitals } from './vitals.ts';

/** How fast the page was for its user: web vitals, and what kept it from answering. */
export const track: Tracker = (emit, scope) =>
  stopAll([
    startVitals(scope, (data) => {
      emit({ kind: 'performance', at: scope.now(), data });
    }),
    startLongFrames(scope, emit),
  ]);
