import type { AgentState } from '../../src/wire/index.ts';
import type { WorkerScope } from '../scope.ts';
import { TimeLimitError } from '../within.ts';
import { deleteDatabase, openDatabase } from './database.ts';
import { createMemoryStore } from './memoryStore.ts';
import type { Access, Store, Transaction } from './store.ts';

/**
 * The store that callers see: the database, opened when it is first needed and again after its connection was lost; where
 * that fails, memory, with the reason. Callers never know which.
 */
export interface RingStore extends Store {
  state(): { storage: AgentState['storage']; reasons: string[] };
  /** Refuses every further access; what runs is rolled back or its last. */
  end(): void;
  /** Ends, and deletes the database. */
  destroy(): Promise<void>;
}

/** Thrown by every access after the end. */
export class StoreEndedError extends Error {
  override readonly name = 'StoreEndedError';
}

export interface RingStoreOptions {
  scope: WorkerScope;
  name: string;
  /** Another tab has deleted the database. */
  onDeleted(): void;
  /** The device is full: drops what may go, and says whether anything did. */
  makeRoom(): Promise<boolean>;
}

export function createRingStore({ scope, name, onDeleted, makeRoom }: RingStoreOptions): RingStore {
  const reasons: string[] = [];
  let connection: Promise<Store> | undefined;
  let memory: Store | undefined;
  let isMakingRoom = false;
  let isEnded = false;

  const stepDown = (reason: string): Store => {
    if (memory === undefined) {
      reasons.push(reason);
      memory = createMemoryStore();
    }
    return memory;
  };
  const forget = (): void => {
    connection?.then(
      (store) => {
        store.close();
      },
      () => undefined,
    );
    connection = undefined;
  };
  const open = (): Promise<Store> => {
    connection ??= openDatabase(scope, name, { onDeleted, onClosed: () => (connection = undefined) });
    return connection;
  };
  const makeRoomOnce = async (): Promise<boolean> => {
    if (isMakingRoom) return false;
    isMakingRoom = true;
    try {
      return await makeRoom();
    } finally {
      isMakingRoom = false;
    }
  };
  /** The code of what went wrong, after everything was done that a second try could profit from. */
  const recover = async (error: unknown): Promise<string> => {
    const name = isStorageError(error) ? error.name : undefined;
    if (name === undefined) throw error;
    if (name === 'QuotaExceededError') return (await makeRoomOnce()) ? '' : 'storage_full';
    forget();
    return name === 'TimeLimitError' ? 'storage_hanging' : '';
  };

  const end = (): void => {
    isEnded = true;
    forget();
  };

  if (scope.indexedDB === undefined) stepDown('storage_missing');
  return {
    async transact(tables, access: Access, body) {
      const guarded = (tx: Transaction) => {
        if (isEnded) throw new StoreEndedError();
        return body(tx);
      };
      if (isEnded) throw new StoreEndedError();
      for (let attempt = 0; memory === undefined; attempt += 1) {
        try {
          return await (await open()).transact(tables, access, guarded);
        } catch (error) {
          if (isEnded) throw new StoreEndedError();
          const code = await recover(error);
          if (code !== '' || attempt > 0) stepDown(`${code || 'storage_lost'}: ${String(error)}`);
        }
      }
      return memory.transact(tables, access, guarded);
    },
    close: forget,
    state: () => ({ storage: memory === undefined ? 'indexeddb' : 'memory', reasons: [...reasons] }),
    end,
    async destroy() {
      end();
      if (scope.indexedDB !== undefined) await deleteDatabase(scope, name);
    },
  };
}

function isStorageError(error: unknown): error is Error {
  return error instanceof TimeLimitError || error instanceof DOMException;
}
