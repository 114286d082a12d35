// as: src/boot/bad.ts
// fires: import-x/no-restricted-paths
export { App } from '../../monitor/src/api/contract.ts';
