import type { PublishedRuleSet } from 'rewindow/wire';

export interface StoredRevision {
  published: PublishedRuleSet;
  /** As the operator wrote it. */
  text: string;
  /** Of the sessions that have it, or had it last: 1 for all. */
  share: number;
  /** Why it was published. */
  note: string | null;
}

/** A revision as the operator wrote it. */
export interface WrittenRevision extends Pick<PublishedRuleSet, 'revision' | 'hash' | 'publishedAt'> {
  text: string;
}

/** One line of the history. */
export interface RevisionLine {
  revision: number;
  hash: string;
  publishedAt: number;
  name: string;
  note: string | null;
  share: number;
}

/**
 * Revisions of an app's rule sets: 1, 2, 3 … Only the share of the newest one ever changes, and only upwards. A revision whose
 * compiled form is of another version, and not understood, is passed over: it is there as a text only.
 */
export interface RuleStore {
  /** The newest revision that is for all sessions. */
  current(app: string): Promise<StoredRevision | undefined>;
  /** The newest of all. Where its share is below 1, it is a stage. */
  newest(app: string): Promise<StoredRevision | undefined>;
  get(app: string, revision: number): Promise<StoredRevision | undefined>;
  /** Also of one that is not understood. */
  getText(app: string, revision: number): Promise<WrittenRevision | undefined>;
  /** Number of the newest of all, also where it is not understood; 0 where there is none. */
  newestRevision(app: string): Promise<number>;
  /** Newest first. */
  history(app: string): Promise<RevisionLine[]>;
  /** False where the revision exists already: somebody was faster. */
  add(app: string, revision: StoredRevision): Promise<boolean>;
  /** False where this is not the newest revision any more, or its share is larger already. */
  widen(app: string, revision: number, share: number): Promise<boolean>;
}
