import { createHash } from 'node:crypto';
import type { PublishedRuleSet } from 'rewindow/wire';
import type { StoredRevision } from '../ports/index.ts';

/**
 * A staged roll-out: the newest revision is for a share of the sessions, the others have the newest that was for all. Which
 * session is among the share is decided by its id alone, so that all its pages agree and nobody goes back when it is raised.
 */
export interface Standing {
  /** What all sessions have that are not in the stage. */
  current: StoredRevision | undefined;
  stage: StoredRevision | undefined;
}

export function toStanding(current: StoredRevision | undefined, newest: StoredRevision | undefined): Standing {
  return { current, stage: newest !== undefined && newest.share < 1 ? newest : undefined };
}

/** The newest revision of all. */
export function newestOf({ current, stage }: Standing): StoredRevision | undefined {
  return stage ?? current;
}

/** What a session should have. Undefined where it has no rule set yet. */
export function chooseRevision({ current, stage }: Standing, sessionId: string): PublishedRuleSet | undefined {
  const isStaged = stage !== undefined && isAmong('stage', sessionId, stage.share);
  return (isStaged ? stage : current)?.published;
}

const DIGIT_COUNT = 12;

/**
 * Whether a session is among a share (0 to 1) of all. Whoever is among a share is among every larger one. Different topics
 * choose independently of each other, and of the share of the sessions that a rule set has recorded (`sample`).
 */
export function isAmong(topic: 'stage' | 'trial', sessionId: string, share: number): boolean {
  const digits = createHash('sha256').update(`${topic} ${sessionId}`).digest('hex').slice(0, DIGIT_COUNT);
  return parseInt(digits, 16) / 16 ** DIGIT_COUNT < share;
}
