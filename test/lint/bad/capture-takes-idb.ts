// as: src/capture/bad.ts
// fires: architecture/allowed-imports
export { openDB } from 'idb';
