import type { Capture, RecordKind } from '../wire/index.ts';
import type { Scope } from './evaluate.ts';

/**
 * What a record looks like to the rules. `scope.record` holds kind, at and the fields of its data; `scope.session` and
 * `scope.page` hold what the vocabulary names.
 */
export interface RuleInput {
  kind: RecordKind;
  at: number;
  scope: Scope & { record: Scope };
}

/** What conditions see of the session and of the page besides the record; the engine adds the entered states. */
export interface Surroundings {
  session: {
    user?: string;
    traits?: Readonly<Record<string, unknown>>;
    context?: Readonly<Record<string, unknown>>;
    startedAt: number;
  };
  page: { url: string; path: string };
}

/** The input that a captured record makes; page and monitor see the same. */
export function createRuleInput({ kind, at, data }: Capture, { session, page }: Surroundings): RuleInput {
  return { kind, at, scope: { record: { ...data, kind, at }, session: { ...session }, page } };
}
