import type { Context } from '../context.ts';
/** Protects what the ring has from `fromAt` on, durably, until `untilAt`. Resolves to the number of segments. */
export declare function placeHold({ store, scope }: Context, order: {
    instructionId: string;
    sessionId: string;
    fromAt: number;
    untilAt: number;
}): Promise<{
    count: number;
}>;
