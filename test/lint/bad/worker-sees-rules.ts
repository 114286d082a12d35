// as: worker/bad.ts
// fires: import-x/no-restricted-paths
export { emptyMemory } from '../src/rules/index.ts';
