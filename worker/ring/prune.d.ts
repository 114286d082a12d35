import type { Context } from '../context.ts';
/** Removes the small rows that have served: claims, holds and orders that are over, pages that nothing is left of. */
export declare function prune({ store, scope, ids }: Context): Promise<void>;
