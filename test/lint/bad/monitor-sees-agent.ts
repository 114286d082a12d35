// as: monitor/src/ingest/bad.ts
// fires: architecture/allowed-imports
export { WireError } from 'rewindow/boot';
