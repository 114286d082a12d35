export type * from './archive.ts';
export type * from './assetStore.ts';
export type * from './log.ts';
export type * from './sessionIndex.ts';
export type * from './ruleStore.ts';
export type * from './instructionStore.ts';
export type * from './appStore.ts';
export type * from './userListStore.ts';
