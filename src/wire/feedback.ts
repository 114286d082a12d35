import * as v from 'valibot';
import { AppKey, EpochMs, Uuid } from './ids.ts';
import { Instruction } from './instruction.ts';
import { PublishedRuleSet } from './ruleSet.ts';

/** What the agent asks with: `GET /v1/feedback?…`. All values are text because they stand in a query. */
export const FeedbackQuery = v.object({
  app: AppKey,
  session: Uuid,
  tab: Uuid,
  page: Uuid,
  /** Hash of the rule set that the page has; absent before the first. */
  rules: v.optional(v.string()),
  /** Cursor of the last answer: instructions up to it are known. */
  after: v.optional(v.string()),
  /** Other sessions whose records this device still buffers, comma-separated: their instructions are wanted, too. */
  also: v.optional(v.string()),
  /** Hold the request so long when there is nothing to say. 0 polls, and then ETag applies. Milliseconds. */
  waitMs: v.optional(v.string()),
});
export type FeedbackQuery = v.InferOutput<typeof FeedbackQuery>;

/** `rules` only where the page's is not the current one. */
export interface FeedbackReply {
  serverAt: number;
  cursor: string;
  rules?: PublishedRuleSet | undefined;
  instructions: Instruction[];
}

/** Its type stands above by itself: inferred through every rule and verb it is too deep for the compiler. */
export const FeedbackReply: v.GenericSchema<unknown, FeedbackReply> = v.object({
  serverAt: EpochMs,
  cursor: v.string(),
  rules: v.optional(PublishedRuleSet),
  instructions: v.array(Instruction),
});
