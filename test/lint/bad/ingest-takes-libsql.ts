// as: monitor/src/ingest/bad.ts
// fires: architecture/allowed-imports
export { SqliteError } from 'libsql';
