import type { Row, Table } from './rows.ts';
/** One atomic access to some tables. Between its calls nothing else may be awaited: IndexedDB would close it. */
export interface Transaction {
    get<T extends Table>(table: T, key: string): Promise<Row<T> | undefined>;
    /** In order of keys, all or those that begin with `prefix`. */
    list<T extends Table>(table: T, prefix?: string): Promise<Row<T>[]>;
    keys(table: Table, prefix?: string): Promise<string[]>;
    put<T extends Table>(table: T, key: string, row: Row<T>): Promise<unknown>;
    delete(table: Table, key: string): Promise<unknown>;
}
export type Access = 'read' | 'write' | 'write strictly';
/** What both stores are. `transact` rejects without having changed anything, or resolves when it is durable. */
export interface Store {
    transact<R>(tables: readonly Table[], access: Access, body: (tx: Transaction) => Promise<R>): Promise<R>;
    close(): void;
}
