// as: src/screen/bad.ts
// fires: architecture/allowed-imports, @typescript-eslint/consistent-type-imports
export type Base = import('idb').IDBPDatabase;
