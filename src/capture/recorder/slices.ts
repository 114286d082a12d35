/**
 * When the recorder works, and for how long at a time: pure. The page's own work goes first; what was collected waits for an
 * idle moment, but not longer than `WAIT_MAX_MS` behind the interval.
 */
export interface Pace {
  /** Least time between two times that something is told: what changes in between comes as one change. */
  intervalMs: number;
  /** When work on the last changes began. */
  beganAt: number;
}

/** Ten times a second is as often as an animation has to be seen. */
export const INTERVAL_MS = 100;
/** For pages that change more than a recorder can follow at a bearable cost. */
export const COARSE_INTERVAL_MS = 1_000;
/** A page that is never idle gets no more patience than this. */
export const WAIT_MAX_MS = 150;
/** Of a moment that the browser calls idle, and of one that it doesn't. */
const IDLE_SLICE_MS = 10;
const BUSY_SLICE_MS = 4;
/** Of a checkpoint, right when it is asked for: a small page is told in it as a whole. */
export const FIRST_SLICE_MS = 8;
/** What is left of an idle moment belongs to the browser. */
const IDLE_REST_MS = 1;

/** How long to wait before an idle moment is looked for. */
export function pauseMs({ intervalMs, beganAt }: Pace, at: number): number {
  return Math.max(0, Math.min(intervalMs, beganAt + intervalMs - at));
}

/** @param idleMs what is left of the idle moment; undefined where there is none */
export function sliceMs(idleMs: number | undefined): number {
  if (idleMs === undefined || idleMs <= IDLE_REST_MS) return BUSY_SLICE_MS;
  return Math.min(IDLE_SLICE_MS, idleMs - IDLE_REST_MS);
}
