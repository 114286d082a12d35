// as: src/screen/bad.ts
// fires: import-x/no-restricted-paths
export type { Emit } from '../capture/tracker.ts';
