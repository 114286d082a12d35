/** What images may weigh, over any minute: a pure account. */
export interface ByteBudget {
  /** Books it; false where it is too much. */
  spend(byteCount: number, at: number): boolean;
}

const WINDOW_MS = 60_000;

export function createByteBudget(bytesPerMinute: number): ByteBudget {
  let spent: { at: number; byteCount: number }[] = [];
  return {
    spend(byteCount, at) {
      spent = spent.filter((entry) => at - entry.at < WINDOW_MS);
      const sum = spent.reduce((total, entry) => total + entry.byteCount, byteCount);
      if (sum > bytesPerMinute) return false;
      spent.push({ at, byteCount });
      return true;
    },
  };
}
