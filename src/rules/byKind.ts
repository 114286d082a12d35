import type { RecordKind } from '../wire/recordKinds.ts';

/** An index by kind, so that a record costs only the rules that can match it. */
export function byKind<R extends { observes: readonly RecordKind[] }>(rules: readonly R[]): Map<RecordKind, R[]> {
  const index = new Map<RecordKind, R[]>();
  for (const rule of rules) {
    for (const kind of rule.observes) index.set(kind, [...(index.get(kind) ?? []), rule]);
  }
  return index;
}
