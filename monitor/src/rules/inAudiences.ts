import { deviceOf, matchAudience, type RuleMemory } from 'rewindow/rules';
import type { RuleSet } from 'rewindow/wire';
import { localTime, type Known } from './known.ts';

/** What the monitor knows of a session besides its records. */
export interface Visitor {
  sessionId: string;
  userAgent: string;
  /** Audiences that the page is in by what only the monitor can tell. */
  granted: ReadonlySet<string>;
}

const NOBODY: ReadonlySet<string> = new Set();

/** Tells which audiences of the rule set a session is in, as its page tells it. */
export function createAudienceTeller({ targeting }: Pick<RuleSet, 'targeting'>, visitor: Visitor) {
  const needsTime = targeting.some(({ period }) => period?.days ?? period?.fromTime ?? period?.toTime);
  return (known: Known, { visits }: RuleMemory, { at, path }: { at: number; path: string }): ReadonlySet<string> => {
    if (targeting.length === 0) return NOBODY;
    const local = needsTime ? localTime(known, at) : undefined;
    const { sessionId, granted } = visitor;
    const device = deviceOf(visitor.userAgent, known.touchPointCount);
    const facts = { ...{ sessionId, granted, device, at, path, visits }, ...(local && { local }) };
    return new Set(targeting.filter((audience) => matchAudience(audience, facts)).map(({ id }) => id));
  };
}
