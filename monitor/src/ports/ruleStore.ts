import type { PublishedRuleSet } from 'rewindow/wire';

export interface StoredRevision {
  published: PublishedRuleSet;
  /** As the operator wrote it. */
  text: string;
}

/** Revisions of an app's rule sets: 1, 2, 3 …, never changed. */
export interface RuleStore {
  current(app: string): Promise<StoredRevision | undefined>;
  get(app: string, revision: number): Promise<StoredRevision | undefined>;
  history(app: string): Promise<{ revision: number; hash: string; publishedAt: number; name: string }[]>;
  /** False where the revision exists already: somebody was faster. */
  add(app: string, revision: StoredRevision): Promise<boolean>;
}
