import { LIMITS } from '../pressure/govern.ts';
import { governRecorder } from '../pressure/governRecorder.ts';
import { createObserverMeter } from '../pressure/meter.ts';
import { startRecorder as start } from './startRecorder.ts';

/** Watched: it takes less where it costs too much. */
export const startRecorder = governRecorder({ start, createMeter: createObserverMeter, limits: LIMITS });
