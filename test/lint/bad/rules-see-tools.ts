// as: src/rules/bad.ts
// fires: import-x/no-restricted-paths
export { stopAll } from '../tools/stop.ts';
