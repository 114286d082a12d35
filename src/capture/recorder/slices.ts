/**
 * When the recorder works, and for how long at a time: pure. The page's own work goes first. So what changes is collected for a
 * while: a page that answers its user has done so by then, and has been painted, and all that this took is told in one go. Then
 * it waits for an idle moment, but not longer than `WAIT_MAX_MS`.
 */

/** Ten times a second is as often as an animation has to be seen, and later than that an answer seems slow. */
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

/** @param idleMs what is left of the idle moment; undefined where there is none */
export function sliceMs(idleMs: number | undefined): number {
  if (idleMs === undefined || idleMs <= IDLE_REST_MS) return BUSY_SLICE_MS;
  return Math.min(IDLE_SLICE_MS, idleMs - IDLE_REST_MS);
}
