import type { PendingRow } from '../ring/rows.ts';
/** Consecutive records of one page that become a segment together. */
export type Draft = PendingRow;
/** Characters of JSON: more go into several segments; one gzip member below 16 KB compresses badly. */
export declare const DRAFT_SIZE_MAX = 1000000;
/** Joins rows of one page, in order of their numbers, into drafts: each begins at a checkpoint or where the last was full. */
export declare function assembleDrafts(rows: readonly PendingRow[]): Draft[];
/** Two drafts of half the records each; undefined where there is only one record. Times stay those of the whole. */
export declare function splitDraft(draft: Draft): [Draft, Draft] | undefined;
