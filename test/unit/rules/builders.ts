import type { RuleInput } from 'rewindow/rules';
import { RuleSet, type RecordKind } from 'rewindow/wire';
import * as v from 'valibot';

/** `not(not(… true))`, so many times. */
export function nest(depth: number): unknown {
  let expression: unknown = true;
  for (let count = 0; count < depth; count += 1) expression = ['not', expression];
  return expression;
}

export function ruleSet(parts: object): RuleSet {
  return v.parse(RuleSet, { version: 1, name: 'test', ...parts });
}

export const SEND = [{ order: { verb: 'buffer.send', lastMs: 1_000 } }];
export const ANY_NETWORK = ['==', ['get', 'record', 'kind'], 'network'];

export function input(kind: RecordKind, at: number, fields: object = {}): RuleInput {
  return {
    kind,
    at,
    scope: { record: { ...fields, kind, at }, session: { startedAt: 0 }, page: { url: '', path: '' } },
  };
}
