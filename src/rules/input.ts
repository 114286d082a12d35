import type { RecordKind } from '../wire/index.ts';
import type { Scope } from './evaluate.ts';

/** What a record looks like to the rules. `scope.record` holds kind, at and the fields of its data;
 * `scope.session` and `scope.page` hold what the vocabulary names. */
export interface RuleInput {
  kind: RecordKind;
  at: number;
  scope: Scope & { record: Scope };
}
