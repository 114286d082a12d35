import { deleteDB, openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { WorkerScope } from '../scope.ts';
import { TimeLimitError, within } from '../within.ts';
import { TABLES, type Schema, type Table } from './rows.ts';
import type { Store, Transaction } from './store.ts';

/** The ring's database, by idb (its one importer): one open connection. Whoever gets an error here opens a new one. */
const VERSION = 3;
/** `open` may hang for ever; a page that waits longer has lost more than the database gives. */
const OPEN_LIMIT_MS = 3_000;
/** A transaction that takes so long hangs; the ring's longest, deleting 1 MB, takes 10 ms. */
const TRANSACTION_LIMIT_MS = 15_000;

export interface DatabaseEvents {
  /** Somebody deletes the database: what is stored on the device is not wanted any more. */
  onDeleted(): void;
  /** The connection is gone. */
  onClosed(): void;
}

export async function openDatabase(scope: WorkerScope, name: string, events: DatabaseEvents): Promise<Store> {
  try {
    return await open(scope, name, events);
  } catch (error) {
    // Whatever goes wrong here is the storage's fault: a page may have put something odd in its place.
    if (error instanceof DOMException || error instanceof TimeLimitError) throw error;
    throw new DOMException(String(error), 'UnknownError');
  }
}

async function open(scope: WorkerScope, name: string, events: DatabaseEvents): Promise<Store> {
  const close = (database: IDBPDatabase<Schema>): void => {
    database.close();
  };
  const opening = openDB<Schema>(name, VERSION, {
    upgrade(database) {
      for (const table of TABLES) {
        if (!database.objectStoreNames.contains(table)) database.createObjectStore(table);
      }
    },
    blocking(_current, wanted, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
      events.onClosed();
      if (wanted === null) events.onDeleted();
    },
    terminated: () => {
      events.onClosed();
    },
  });
  const database = await within(scope, OPEN_LIMIT_MS, opening, close);
  return {
    transact: (tables, access, body) => within(scope, TRANSACTION_LIMIT_MS, transact(database, tables, access, body)),
    close: () => {
      close(database);
    },
  };
}

async function transact<R>(
  database: IDBPDatabase<Schema>,
  tables: readonly Table[],
  access: 'read' | 'write' | 'write strictly',
  body: (tx: Transaction) => Promise<R>,
): Promise<R> {
  const options = { durability: access === 'write strictly' ? 'strict' : 'relaxed' } as const;
  const tx = database.transaction([...tables], access === 'read' ? 'readonly' : 'readwrite', options);
  // What fails is thrown below; this only keeps the browser from calling it unhandled.
  tx.done.catch(() => undefined);
  try {
    const result = await body(accessTables(tx));
    await tx.done;
    return result;
  } catch (error) {
    abort(tx);
    throw tx.error ?? error;
  }
}

type AnyTransaction = IDBPTransaction<Schema, Table[], 'readonly' | 'readwrite'>;

function abort(tx: AnyTransaction): void {
  try {
    tx.abort();
  } catch {
    // It is over already.
  }
}

function accessTables(tx: AnyTransaction): Transaction {
  const range = (prefix?: string) => (prefix === undefined ? undefined : IDBKeyRange.bound(prefix, `${prefix}\uffff`));
  return {
    get: (table, key) => tx.objectStore(table).get(key),
    list: (table, prefix) => tx.objectStore(table).getAll(range(prefix)),
    keys: (table, prefix) => tx.objectStore(table).getAllKeys(range(prefix)),
    async put(table, key, row) {
      await tx.objectStore(table).put?.(row, key);
    },
    async delete(table, key) {
      await tx.objectStore(table).delete?.(key);
    },
  };
}

/** Resolves when it is deleted; while another tab has it open, the browser does that later. */
export async function deleteDatabase(scope: WorkerScope, name: string): Promise<void> {
  await within(scope, OPEN_LIMIT_MS, deleteDB(name)).catch(() => undefined);
}
