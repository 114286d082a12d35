// as: worker/segment/bad.ts
// fires: import-x/no-restricted-paths
export type { Emit } from '../../src/capture/tracker.ts';
