import type { RuleSet } from 'rewindow/wire';
import type { RuleHits } from '../api/contract.ts';

/** Names a rule of a draft: its type and its id. */
export type RuleName = `${RuleHits['type']} ${string}`;
/** How often something happened in a session, and when first. */
export interface Happened {
  count: number;
  firstAt: number;
}

/** Counts what the rules of a draft would have done, over sessions. */
export interface Tally {
  add(session: { sessionId: string; user: string | null }, happened: ReadonlyMap<RuleName, Happened>): void;
  /** The session is erased: it is not named any more. */
  forgetSession(sessionId: string): void;
  /** Also rules that did nothing: that is what one wants to know. */
  hits(): RuleHits[];
}

/** Sessions that are named per rule: those in which it happened most. */
const SESSION_COUNT_MAX = 100;

export function createTally(rules: Pick<RuleSet, 'states' | 'triggers' | 'screen' | 'providers'>): Tally {
  const hits = new Map<RuleName, RuleHits>(listRules(rules).map((rule) => [`${rule.type} ${rule.id}`, rule]));
  return {
    add(session, happened) {
      for (const [name, { count, firstAt }] of happened) {
        const rule = hits.get(name);
        if (rule === undefined) continue;
        rule.count += count;
        rule.sessionCount += 1;
        rule.sessions.push({ ...session, count, firstAt });
        if (rule.sessions.length > 2 * SESSION_COUNT_MAX) rule.sessions = most(rule.sessions);
      }
    },
    forgetSession(sessionId) {
      for (const rule of hits.values()) rule.sessions = rule.sessions.filter((hit) => hit.sessionId !== sessionId);
    },
    hits: () => [...hits.values()].map((rule) => ({ ...rule, sessions: most(rule.sessions) })),
  };
}

function listRules({ states, triggers, screen, providers }: Parameters<typeof createTally>[0]): RuleHits[] {
  const none = () => ({ count: 0, sessionCount: 0, sessions: [] });
  return [
    ...triggers.map(({ id, where }) => ({ type: 'trigger' as const, id, where, ...none() })),
    ...states.map(({ id }) => ({ type: 'state' as const, id, where: 'page' as const, ...none() })),
    ...screen.map(({ id }) => ({ type: 'screen' as const, id, where: 'page' as const, ...none() })),
    ...providers.map(({ id }) => ({ type: 'provider' as const, id, where: 'page' as const, ...none() })),
  ];
}

function most(sessions: RuleHits['sessions']): RuleHits['sessions'] {
  return [...sessions].sort((one, other) => other.count - one.count).slice(0, SESSION_COUNT_MAX);
}
