import type { Acknowledgement } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
/** True for the first who asks, over all tabs and reloads: reading and writing are one transaction. */
export declare function claim({ store }: Context, instructionId: string, expiresAt: number): Promise<boolean>;
/** Queues durably. The same outcome of the same instruction twice is one row. */
export declare function queueAcknowledgements({ store }: Context, rows: readonly Acknowledgement[]): Promise<void>;
