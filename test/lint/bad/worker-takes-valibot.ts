// as: worker/bad.ts
// fires: architecture/allowed-imports
export { object } from 'valibot';
