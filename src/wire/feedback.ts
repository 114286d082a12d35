import * as v from 'valibot';
import { AppKey, EpochMs, RuleId, Uuid } from './ids.ts';
import { Instruction } from './instruction.ts';
import { PublishedRuleSet } from './ruleSet.ts';

const hash = v.pipe(v.string(), v.maxLength(64));

/** What the agent asks with: `GET /v1/feedback?…`. All values are text because they stand in a query. */
export const FeedbackQuery = v.object({
  app: AppKey,
  session: Uuid,
  tab: Uuid,
  page: Uuid,
  /** Hash of the rule set that the page has; absent before the first. */
  rules: v.optional(hash),
  /** Cursor of the last answer: instructions up to it are known. */
  after: v.optional(v.string()),
  /** Other sessions whose records this device still buffers, comma-separated: their instructions are wanted, too. */
  also: v.optional(v.string()),
  /** Ids of the audiences that the monitor has said the page is in, comma-separated, in order. */
  audiences: v.optional(v.string()),
  /** Hash of the rule set that is tried without effect. */
  trial: v.optional(hash),
  /** Phase of the agent and, where it does not record, why not: a code of `STANDSTILLS`. */
  phase: v.optional(v.pipe(v.string(), v.maxLength(20))),
  reason: v.optional(v.pipe(v.string(), v.maxLength(40))),
  /** Hold the request so long when there is nothing to say. 0 polls, and then ETag applies. Milliseconds. */
  waitMs: v.optional(v.string()),
});
export type FeedbackQuery = v.InferOutput<typeof FeedbackQuery>;

/**
 * `rules`, `audiences` and `trial` only where the page's are not the current ones; `trial: null` ends the trial. A stream
 * (`GET /v1/feedback/stream`) is a line of this JSON each time there is something to say, and empty lines between.
 */
export interface FeedbackReply {
  serverAt: number;
  cursor: string;
  rules?: PublishedRuleSet | undefined;
  audiences?: string[] | undefined;
  trial?: PublishedRuleSet | null | undefined;
  instructions: Instruction[];
}

/** Its type stands above by itself: inferred through every rule and verb it is too deep for the compiler. */
export const FeedbackReply: v.GenericSchema<unknown, FeedbackReply> = v.object({
  serverAt: EpochMs,
  cursor: v.string(),
  rules: v.optional(PublishedRuleSet),
  audiences: v.optional(v.array(RuleId)),
  trial: v.optional(v.nullable(PublishedRuleSet)),
  instructions: v.array(Instruction),
});

/** Why a connected agent records nothing. */
export const STANDSTILLS = ['no_rules', 'rules_empty', 'not_sampled', 'asleep', 'paused', 'disabled'] as const;
export type Standstill = (typeof STANDSTILLS)[number];
