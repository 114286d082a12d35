/** So many times the window's length a streak may last; then it is told, and another may begin. */
const WINDOW_COUNT_MAX = 10;

export interface Limits {
  count: number;
  withinMs: number;
}

/** Events that follow close upon each other: when the last few were, how many there have been, and whether that is too many. */
export interface Streak {
  firstAt: number;
  /** At most as many as the limit counts. */
  recent: readonly number[];
  total: number;
  /** So many came within the time. */
  isReached: boolean;
}

export function extendStreak(streak: Streak | undefined, at: number, { count, withinMs }: Limits): Streak {
  const recent = [...(streak?.recent ?? []), at].slice(-count);
  const isFull = recent.length >= count && at - (recent[0] ?? at) <= withinMs;
  return {
    firstAt: streak?.firstAt ?? at,
    recent,
    total: (streak?.total ?? 0) + 1,
    isReached: isFull || streak?.isReached === true,
  };
}

/** From then on nothing can belong to the streak any more. */
export function streakEndsAt({ firstAt, recent }: Streak, { withinMs }: Limits): number {
  return Math.min((recent.at(-1) ?? firstAt) + withinMs, firstAt + WINDOW_COUNT_MAX * withinMs);
}
