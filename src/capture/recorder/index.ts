import { governRecorder } from '../pressure/governRecorder.ts';
import { createWorkMeter } from '../pressure/meter.ts';
import { createRecorder } from './createRecorder.ts';
import { openSubject } from './openSubject.ts';

/** By what it costs alone: that much changes is no trouble, as long as little of it has to be told. */
const LIMITS = { busyMs: 200, changeCount: Infinity };

/** Watched: it takes less where it costs too much. */
export const startRecorder = governRecorder({
  start: (emit, scope, meter) => createRecorder(emit, scope, { openSubject, meter }),
  createMeter: createWorkMeter,
  limits: LIMITS,
});
