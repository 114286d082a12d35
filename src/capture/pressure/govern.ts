/**
 * Decides how much of the DOM is recorded, from what recording costs: pure. Pressure raises the level at once or after the
 * second bad second; calm lowers it one level at a time, so that it can't swing faster than `CALM_MS`.
 */
export const LEVELS = ['full', 'coarse', 'checkpoints'] as const;
/** Everything; changes of one node thinned, no movements; checkpoints and nothing between them. */
export type Level = (typeof LEVELS)[number];

/** What the last while has cost. */
export interface Load {
  lengthMs: number;
  /** Main thread, spent on recording changes. */
  busyMs: number;
  changeCount: number;
}

export interface Governed {
  /** Two steps make a level. */
  score: number;
  /** When there was pressure last, or the level changed. */
  restlessAt: number;
}

/** What is bearable in a second. */
export interface Limits {
  busyMs: number;
  changeCount: number;
}

/** A fifth of the main thread is more than a recorder may take. */
export const LIMITS: Limits = { busyMs: 200, changeCount: 5_000 };
/** So many times too much is answered at once. */
const SEVERE = 3;
/** Below this share of the limits the page is calm. */
const CALM = 0.5;
export const CALM_MS = 10_000;
const STEPS_PER_LEVEL = 2;
const SCORE_MAX = STEPS_PER_LEVEL * (LEVELS.length - 1);

export const AT_EASE: Governed = { score: 0, restlessAt: -Infinity };

export function govern(state: Governed, load: Load, at: number, limits = LIMITS): Governed {
  const pressure = pressureOf(load, limits);
  if (pressure >= 1) {
    const score = state.score + (pressure >= SEVERE ? STEPS_PER_LEVEL : 1);
    return { score: Math.min(SCORE_MAX, score), restlessAt: at };
  }
  if (pressure >= CALM) return { ...state, restlessAt: at };
  if (at - state.restlessAt < CALM_MS) return state;
  const level = Math.floor(state.score / STEPS_PER_LEVEL);
  return { score: STEPS_PER_LEVEL * Math.max(0, level - 1), restlessAt: at };
}

export function levelOf({ score }: Governed): Level {
  return LEVELS[Math.floor(score / STEPS_PER_LEVEL)] ?? 'full';
}

/** 1 is what is bearable. */
function pressureOf({ lengthMs, busyMs, changeCount }: Load, limits: Limits): number {
  const seconds = Math.max(lengthMs, 1) / 1_000;
  return Math.max(busyMs / limits.busyMs, changeCount / limits.changeCount) / seconds;
}
