// as: monitor/web/bad.ts
// fires: import-x/no-restricted-paths
export type { Archive } from '../src/ports/index.ts';
