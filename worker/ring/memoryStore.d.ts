import type { Store } from './store.ts';
/** The ring where there is no database. Transactions run one after the other, and one that fails is undone. */
export declare function createMemoryStore(): Store;
