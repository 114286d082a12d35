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
  /** Number of the newest of all, 0 before the first. Above both where it is of another version and not understood. */
  newestRevision: number;
}

export function toStanding(
  current: StoredRevision | undefined,
  newest: StoredRevision | undefined,
  newestRevision = 0,
): Standing {
  return {
    current,
    stage: newest !== undefined && newest.share < 1 ? newest : undefined,
    newestRevision: Math.max(newestRevision, newest?.published.revision ?? 0),
  };
}

/** The newest revision of those that are understood. */
export function newestOf({ current, stage }: Standing): StoredRevision | undefined {
  return stage ?? current;
}

/** There is something newer that is not understood. */
export function isPassedOver(standing: Standing): boolean {
  return standing.newestRevision > (newestOf(standing)?.published.revision ?? 0);
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
