import type { SendOrder, SendResult } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
import { type SegmentRow } from '../ring/rows.ts';
import type { Transaction } from '../ring/store.ts';
/** Puts what the ring has of the range into the outbox, and remembers the order for what is sealed later. */
export declare function placeOrder({ store, scope }: Context, order: SendOrder): Promise<SendResult>;
export declare function endLive({ store }: Context, instructionId: string): Promise<void>;
/** Matches freshly sealed segments with the orders, within the transaction that stores them. Returns how many matched. */
export declare function outboxOrdered(tx: Transaction, sealed: readonly SegmentRow[], now: number): Promise<number>;
