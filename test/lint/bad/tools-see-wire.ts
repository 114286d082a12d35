// as: src/tools/bad.ts
// fires: import-x/no-restricted-paths
export { LIMITS } from '../wire/limits.ts';
