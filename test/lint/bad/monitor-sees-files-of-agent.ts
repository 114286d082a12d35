// as: monitor/src/ingest/bad.ts
// fires: architecture/allowed-imports
export { LIMITS } from '../../../src/wire/limits.ts';
