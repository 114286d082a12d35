import type { Capture, RecordKind } from '../wire/index.ts';
import type { Scope } from './evaluate.ts';

/**
 * What a record looks like to the rules. `scope.record` holds kind, at and the fields of its data; the other parts hold what
 * the vocabulary names.
 */
export interface RuleInput {
  kind: RecordKind;
  at: number;
  scope: Scope & { record: Scope };
  /** Ids of the audiences that session and page are in. */
  audiences?: ReadonlySet<string> | undefined;
}

/** What conditions see besides the record; the engine adds the states. */
export interface Surroundings {
  session: {
    user?: string;
    traits?: Readonly<Record<string, unknown>>;
    context?: Readonly<Record<string, unknown>>;
    startedAt: number;
  };
  page: { url: string; path: string };
  /** Taken from the session where it is absent. */
  user?: { id?: string; traits?: Readonly<Record<string, unknown>> };
  link?: Readonly<Record<string, unknown>>;
  /** Of the user's sessions; only the monitor knows it. */
  profile?: Readonly<Record<string, unknown>> | undefined;
  /** Ids of the audiences that session and page are in now. */
  audiences?: ReadonlySet<string>;
}

/** The input that a captured record makes; page and monitor see the same. */
export function createRuleInput({ kind, at, data }: Capture, surroundings: Surroundings): RuleInput {
  const { session, page, link = {}, profile, audiences, user = userOf(session) } = surroundings;
  const known = { session: { ...session }, page, user, link, ...(profile && { profile }) };
  return { kind, at, scope: { record: { ...data, kind, at }, ...known }, audiences };
}

function userOf({ user, traits }: Surroundings['session']): NonNullable<Surroundings['user']> {
  return { ...(user !== undefined && { id: user }), ...(traits && { traits }) };
}
