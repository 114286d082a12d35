import type { Context } from '../context.ts';
import { pickRange } from './pickRange.ts';

/** Protects what the ring has from `fromAt` on, durably, until `untilAt`. Resolves to the number of segments. */
export async function placeHold(
  { store, scope }: Context,
  order: { instructionId: string; sessionId: string; fromAt: number; untilAt: number },
): Promise<{ count: number }> {
  const { instructionId, sessionId, fromAt, untilAt } = order;
  return store.transact(['segments', 'holds'], 'write strictly', async (tx) => {
    const segments = await tx.list('segments');
    // The page's clock may be ahead of the worker's.
    const toAt = segments.reduce((at, { header }) => Math.max(at, header.lastAt), scope.now());
    const hold = { sessionId, fromAt, toAt, untilAt };
    await tx.put('holds', instructionId, hold);
    return { count: pickRange(segments, hold).length };
  });
}
