import type { AgentState } from '../../src/wire/index.ts';
import type { WorkerScope } from '../scope.ts';
import { TimeLimitError } from '../within.ts';
import { deleteDatabase, openDatabase } from './database.ts';
import { createMemoryStore } from './memoryStore.ts';
import type { Store, Transaction } from './store.ts';

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
  const connection = createConnection(scope, name, onDeleted);
  const makeRoomOnce = createOnce(makeRoom);
  const state: { memory: Store | undefined; isEnded: boolean } = { memory: undefined, isEnded: false };

  const stepDown = (reason: string): void => {
    if (state.memory === undefined) reasons.push(reason);
    state.memory ??= createMemoryStore();
  };
  /** The code of what went wrong, or '' where a second try may help. */
  const recover = async (error: unknown): Promise<string> => {
    if (state.isEnded) throw new StoreEndedError();
    if (!isStorageError(error)) throw error;
    if (error.name === 'QuotaExceededError') return (await makeRoomOnce()) ? '' : 'storage_full';
    connection.forget();
    return error.name === 'TimeLimitError' ? 'storage_hanging' : '';
  };
  const end = (): void => {
    state.isEnded = true;
    connection.forget();
  };

  if (scope.indexedDB === undefined) stepDown('storage_missing');
  return {
    async transact(tables, access, body) {
      const guarded = (tx: Transaction) => {
        if (state.isEnded) throw new StoreEndedError();
        return body(tx);
      };
      for (let attempt = 0; state.memory === undefined && !state.isEnded; attempt += 1) {
        try {
          return await (await connection.open()).transact(tables, access, guarded);
        } catch (error) {
          const code = await recover(error);
          if (code !== '' || attempt > 0) stepDown(`${code || 'storage_lost'}: ${String(error)}`);
        }
      }
      if (state.memory === undefined) throw new StoreEndedError();
      return state.memory.transact(tables, access, guarded);
    },
    close: connection.forget,
    state: () => ({ storage: state.memory === undefined ? 'indexeddb' : 'memory', reasons: [...reasons] }),
    end,
    async destroy() {
      end();
      if (scope.indexedDB !== undefined) await deleteDatabase(scope, name);
    },
  };
}

/** The database, opened when it is asked for and not open yet. */
function createConnection(
  scope: WorkerScope,
  name: string,
  onDeleted: () => void,
): { open(): Promise<Store>; forget(): void } {
  let opening: Promise<Store> | undefined;
  return {
    open() {
      opening ??= openDatabase(scope, name, { onDeleted, onClosed: () => (opening = undefined) });
      return opening;
    },
    forget() {
      opening?.then(
        (store) => {
          store.close();
        },
        () => undefined,
      );
      opening = undefined;
    },
  };
}

/** Answers false to whoever asks while it is at work: making room needs the store, too. */
function createOnce(task: () => Promise<boolean>): () => Promise<boolean> {
  let isRunning = false;
  return async () => {
    if (isRunning) return false;
    isRunning = true;
    try {
      return await task();
    } finally {
      isRunning = false;
    }
  };
}

function isStorageError(error: unknown): error is Error {
  return error instanceof TimeLimitError || error instanceof DOMException;
}
