import { Count, EpochMs, Instruction, PublishedRuleSet, Uuid } from 'rewindow/wire';
import * as v from 'valibot';

/** What a tap and the monitor say to each other: `POST /v1/tap/feedback?app=…`. */

/** Sessions that one tap may have at a time. */
export const TAP_SESSION_COUNT_MAX = 5_000;

export const TapQuestion = v.object({
  /** The tap's own id, new with each process. */
  tap: Uuid,
  /** The sessions that it has records of. Who knows a session's id may know what is told to it, as its pages do. */
  sessions: v.pipe(v.array(Uuid), v.maxLength(TAP_SESSION_COUNT_MAX)),
  /** Hashes of the rule sets that the tap has. */
  known: v.pipe(v.array(v.string()), v.maxLength(20)),
  /** Tag of the last answer: which rule set is for which session. */
  standing: v.optional(v.string()),
  /** Cursor of the last answer; absent with sessions that were not asked for then. */
  after: v.optional(v.string()),
  /** Held so long when there is nothing to say. Milliseconds. */
  waitMs: Count,
});
export type TapQuestion = v.InferOutput<typeof TapQuestion>;

export interface TapReply {
  serverAt: number;
  cursor: string;
  /** Tag of the three below. */
  standing: string;
  /** Hash of what sessions have that are not named in `others`; null before anything was published. */
  current: string | null;
  /** Sessions with another rule set, by its hash: a stage. */
  others: Record<string, string[]>;
  /** Those of them that the tap did not know. */
  rules: PublishedRuleSet[];
  instructions: Instruction[];
}

/** Its type stands above by itself: inferred through every rule and verb it is too deep for the compiler. */
export const TapReply: v.GenericSchema<unknown, TapReply> = v.object({
  serverAt: EpochMs,
  cursor: v.string(),
  standing: v.string(),
  current: v.nullable(v.string()),
  others: v.record(v.string(), v.array(Uuid)),
  rules: v.array(PublishedRuleSet),
  instructions: v.array(Instruction),
});
