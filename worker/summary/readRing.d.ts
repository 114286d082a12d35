import type { Summary } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../ring/store.ts';
/** The tables that `readRing` reads. */
export declare const RING_TABLES: readonly ["segments", "pending", "drops"];
/** What can be asked for of a session; of pending records only those of `pageIds`, because reading them costs. */
export declare function readRing({ settings, scope }: Pick<Context, 'settings' | 'scope'>, tx: Transaction, sessionId: string, pageIds: readonly string[]): Promise<Summary['ring']>;
