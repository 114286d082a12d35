import type { OrderRow } from '../ring/rows.ts';

/** The windows of an order's live part; undefined where it runs all the time. */
export function spansOf({ windows, liveFromAt, toAt }: Pick<OrderRow, 'windows' | 'liveFromAt' | 'toAt'>) {
  if (windows === undefined) return undefined;
  const { count, everyMs, lengthMs } = windows;
  return Array.from({ length: count }, (_, index): [number, number] => {
    const fromAt = (liveFromAt ?? toAt) + index * everyMs;
    return [fromAt, fromAt + lengthMs];
  });
}
