import type { HoldOrder } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
import { pickRange } from './pickRange.ts';
import type { HoldRow } from './rows.ts';

/** Longer than any order of it, so that a clock that is set back releases what it held. */
const LONGEST_MS = 8 * 24 * 3_600_000;

/**
 * Protects what the ring has of the range, durably, until `untilAt`: the newest of it, as far as the limits reach. Resolves to
 * the number of segments.
 */
export async function placeHold({ store, scope }: Context, order: HoldOrder): Promise<{ count: number }> {
  const { instructionId, maxBytes = Infinity, maxCount = Infinity, ...range } = order;
  return store.transact(['segments', 'holds'], 'write strictly', async (tx) => {
    const segments = await tx.list('segments');
    // The page's clock may be ahead of the worker's.
    const nowAt = segments.reduce((at, { header }) => Math.max(at, header.lastAt), scope.now());
    const hold = { ...range, toAt: Math.min(range.toAt ?? Infinity, nowAt) };
    let held = pickRange(segments, hold);
    for (const { header } of [...held].sort((one, other) => one.header.lastAt - other.header.lastAt)) {
      const bytes = held.reduce((sum, segment) => sum + segment.bytes, 0);
      const count = held.reduce((sum, { header: { first, last } }) => sum + last - first + 1, 0);
      if (bytes <= maxBytes && count <= maxCount) break;
      hold.fromAt = header.lastAt + 1;
      held = pickRange(segments, hold);
    }
    await tx.put('holds', instructionId, hold);
    return { count: held.length };
  });
}

export function isHolding({ untilAt }: HoldRow, now: number): boolean {
  return untilAt > now && untilAt < now + LONGEST_MS;
}
