// as: src/wire/bad.ts
// fires: architecture/allowed-imports
export { readFile } from 'node:fs/promises';
