import type { Capture } from '../wire/record.ts';
import type { RuleInput } from '../rules/input.ts';

/** What conditions can see besides the record. */
export interface Surroundings {
  session: { user?: string; traits?: Record<string, unknown>; startedAt: number };
  page: { url: string; path: string };
}

/** A captured fact as the rules see it: kind and time beside the fields of its data. */
export function toRuleInput(capture: Capture, surroundings: Surroundings): RuleInput {
  const record = { ...capture.data, kind: capture.kind, at: capture.at };
  return { kind: capture.kind, at: capture.at, scope: { record, ...surroundings } };
}
