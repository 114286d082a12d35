import type { Context } from '../context.ts';
import { type EvictionPolicy } from './planEviction.ts';
/** Drops what the policy wants gone. Resolves to the number of segments. */
export declare function evict(context: Context, policy: EvictionPolicy): Promise<number>;
/** Makes room on a full device: half of what is there, however young. Says whether anything went. */
export declare function evictHalf(context: Context): Promise<boolean>;
/** Drops a session's groups that are older than `beforeAt`, except what is held or waits in the outbox. */
export declare function dropBefore(context: Context, sessionId: string, beforeAt: number): Promise<number>;
