// as: src/screen/bad.ts
// fires: architecture/allowed-imports
export type Base = import('idb').IDBPDatabase;
