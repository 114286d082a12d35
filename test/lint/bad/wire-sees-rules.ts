// as: src/wire/bad.ts
// fires: import-x/no-restricted-paths
export { emptyMemory } from '../rules/index.ts';
