import type { Row, Table } from './rows.ts';
import type { Store, Transaction } from './store.ts';
import { createQueue } from '../queue.ts';

type Tables = { [T in Table]: Map<string, Row<T>> };

/** The ring where there is no database. Transactions run one after the other, and one that fails is undone. */
export function createMemoryStore(): Store {
  const tables: Tables = {
    pages: new Map(),
    pending: new Map(),
    segments: new Map(),
    bodies: new Map(),
    outbox: new Map(),
    ledger: new Map(),
    drops: new Map(),
    orders: new Map(),
    holds: new Map(),
    claims: new Map(),
    summaries: new Map(),
    acknowledgements: new Map(),
    assets: new Map(),
    assetBodies: new Map(),
    assetOutbox: new Map(),
    schedule: new Map(),
    usage: new Map(),
  };
  const queue = createQueue();
  return {
    transact: (_tables, _access, body) =>
      queue.run(async () => {
        const undo: (() => void)[] = [];
        try {
          return await body(createTransaction(tables, undo));
        } catch (error) {
          for (const step of undo.reverse()) step();
          throw error;
        }
      }),
    close: () => undefined,
  };
}

function createTransaction(tables: Tables, undo: (() => void)[]): Transaction {
  const keysOf = (table: Table, prefix = ''): string[] =>
    [...tables[table].keys()].filter((key) => key.startsWith(prefix)).sort();
  const remember = (rows: Map<string, unknown>, key: string): void => {
    const before = rows.get(key);
    undo.push(() => (before === undefined ? rows.delete(key) : rows.set(key, before)));
  };
  return {
    get: (table, key) => Promise.resolve(tables[table].get(key)),
    keys: (table, prefix) => Promise.resolve(keysOf(table, prefix)),
    list<T extends Table>(table: T, prefix?: string) {
      const rows: Map<string, Row<T>> = tables[table];
      return Promise.resolve(keysOf(table, prefix).flatMap((key) => rows.get(key) ?? []));
    },
    put<T extends Table>(table: T, key: string, row: Row<T>) {
      const rows: Map<string, Row<T>> = tables[table];
      remember(rows, key);
      return Promise.resolve(rows.set(key, row));
    },
    delete(table, key) {
      remember(tables[table], key);
      return Promise.resolve(tables[table].delete(key));
    },
  };
}
