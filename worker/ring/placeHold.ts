import type { Context } from '../context.ts';
import { pickRange } from './pickRange.ts';

/** Protects what the ring has from `fromAt` on, durably, until `untilAt`. Resolves to the number of segments. */
export async function placeHold(
  { store, scope }: Context,
  order: { instructionId: string; sessionId: string; fromAt: number; untilAt: number },
): Promise<{ count: number }> {
  const { instructionId, sessionId, fromAt, untilAt } = order;
  const hold = { sessionId, fromAt, toAt: scope.now(), untilAt };
  return store.transact(['segments', 'holds'], 'write strictly', async (tx) => {
    await tx.put('holds', instructionId, hold);
    return { count: pickRange(await tx.list('segments'), hold).length };
  });
}
