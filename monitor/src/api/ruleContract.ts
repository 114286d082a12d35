import * as v from 'valibot';
import { Count, EpochMs, RuleId, RuleSetSource, Uuid } from 'rewindow/wire';

/** The console's side of the HTTP API as far as rules go; see contract.ts. */
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** A place in the text of a rule set; line and column count from 1. */
export const RuleProblem = v.object({
  path: v.string(),
  message: v.string(),
  line: Count,
  column: Count,
});
export type RuleProblem = v.InferOutput<typeof RuleProblem>;
/** The rule set as text, so that problems can name line and column. */
export const RuleSetBody = v.object({
  text: v.string(),
  /**
   * Publish only if this is still the newest revision; else `rule_set_stale`. While a revision is staged only what is based
   * on it is taken and takes its place, with at least its share; else `stage_running`.
   */
  baseRevision: v.optional(Count),
  /** For this share of the sessions first, by their id; the others keep what they have. 1 where absent. */
  share: v.optional(Share),
  /** Why, for the history. */
  note: v.optional(v.pipe(v.string(), v.maxLength(500))),
});
/** Where a trigger runs, and why there. */
export const Placement = v.object({ id: v.string(), where: v.picklist(['page', 'monitor']), reason: v.string() });
export type Placement = v.InferOutput<typeof Placement>;
export const RuleCheckReply = v.object({
  valid: v.boolean(),
  problems: v.array(RuleProblem),
  dormant: v.boolean(),
  placement: v.array(Placement),
  /** What is allowed and yet will not work as it stands: lists that don't exist, countries without a database. */
  caveats: v.optional(v.array(v.string())),
});
/** Its type stands by itself: inferred through every rule and verb it is too deep for the compiler. */
export interface RuleRevision {
  revision: number;
  hash: string;
  publishedAt: number;
  text: string;
  /** Null where the text does not compile any more; `problems` says why. */
  source: RuleSetSource | null;
  problems?: RuleProblem[] | undefined;
}
export const RuleRevision: v.GenericSchema<unknown, RuleRevision> = v.object({
  revision: Count,
  hash: v.string(),
  publishedAt: EpochMs,
  text: v.string(),
  source: v.nullable(RuleSetSource),
  problems: v.optional(v.array(RuleProblem)),
});
/** A revision that only a share of the sessions has yet. */
export const Stage = v.object({ revision: Count, hash: v.string(), share: Share, publishedAt: EpochMs });
export type Stage = v.InferOutput<typeof Stage>;
/**
 * `current` is what all sessions have that are not in the stage; null before the first rule set is published: agents stay
 * dormant. `share` of a revision is the last that it was given.
 */
export const RulesReply = v.object({
  current: v.nullable(RuleRevision),
  stage: v.nullable(Stage),
  history: v.array(
    v.object({
      revision: Count,
      hash: v.string(),
      publishedAt: EpochMs,
      name: v.string(),
      note: v.nullable(v.string()),
      share: Share,
      /** Where this version of the monitor does not understand it: why, and what agents have instead. */
      problem: v.optional(v.string()),
    }),
  ),
});
export type RulesReply = v.InferOutput<typeof RulesReply>;
/**
 * PUT /v1/apps/:key/rules/stage raises the share (1 ends the stage; less than it has: `stage_share_lowered`), DELETE ends it:
 * what was current is published again. Both answer a `RulesReply`; `stage_absent` where there is none.
 */
export const StageBody = v.object({ revision: Count, share: Share });
/** POST /v1/apps/:key/rules/rollback publishes the text of an old revision as a new one, for all; it ends a stage. */
export const RollbackBody = v.object({ revision: Count });
export const PublishReply = v.object({
  revision: Count,
  hash: v.string(),
  publishedAt: EpochMs,
  unchanged: v.boolean(),
});

/** Agents that are or were lately connected, and what they said of the rule set that they should have. */
export const AdoptionReply = v.object({
  /** What agents should have now: the current revision, and the staged one. */
  revisions: v.array(
    v.object({
      revision: Count,
      hash: v.string(),
      /** Of the sessions that should have it. */
      share: Share,
      appliedCount: Count,
      failedCount: Count,
      /** Connected, but has not said anything of this revision yet. */
      silentCount: Count,
    }),
  ),
  agents: v.array(
    v.object({
      sessionId: Uuid,
      tabId: Uuid,
      pageId: Uuid,
      user: v.nullable(v.string()),
      url: v.string(),
      isConnected: v.boolean(),
      /** The revision that it should have. */
      revision: v.nullable(Count),
      outcome: v.nullable(v.picklist(['applied', 'failed'])),
      code: v.nullable(v.string()),
      message: v.nullable(v.string()),
      acknowledgedAt: v.nullable(EpochMs),
      /** What the agent says of itself, such as `recording`, and why it records nothing. */
      phase: v.nullable(v.string()),
      reason: v.nullable(v.string()),
    }),
  ),
});
export type AdoptionReply = v.InferOutput<typeof AdoptionReply>;

/** What a trigger, screen rule or state of a draft would have done in one session. */
const Hit = v.object({ sessionId: Uuid, user: v.nullable(v.string()), count: Count, firstAt: EpochMs });
const RuleHits = v.object({
  type: v.picklist(['trigger', 'screen', 'provider', 'state']),
  id: v.string(),
  where: v.picklist(['page', 'monitor']),
  count: Count,
  sessionCount: Count,
  /** The sessions in which it happened most, at most 100. */
  sessions: v.array(Hit),
});
export type RuleHits = v.InferOutput<typeof RuleHits>;

/** POST /v1/apps/:key/rules/backtests: runs a draft over the archive, newest sessions first. Answers 202 with the state. */
export const BacktestBody = v.object({
  text: v.string(),
  fromAt: v.optional(EpochMs),
  toAt: v.optional(EpochMs),
  user: v.optional(v.string()),
  sessionCountMax: v.optional(v.pipe(Count, v.minValue(1), v.maxValue(10_000)), 500),
});
export type BacktestBody = v.InferOutput<typeof BacktestBody>;
/** GET …/backtests/:id; DELETE ends it; both answer this. Kept for an hour. */
export const BacktestReply = v.object({
  id: Uuid,
  state: v.picklist(['running', 'done', 'failed', 'stopped']),
  /** Sessions that are done, of all that were found. */
  doneCount: Count,
  totalCount: Count,
  recordCount: Count,
  hits: v.array(RuleHits),
  /** What the draft would have buffered and sent of these records, as compressed bytes, estimated by the share of each kind. */
  cost: v.object({ archivedBytes: Count, bufferedBytes: Count, sentBytes: Count, imageCount: Count }),
  /** What the archive can't show: kinds that the draft observes and that these sessions hardly have, audiences … */
  caveats: v.array(v.string()),
  message: v.nullable(v.string()),
});
export type BacktestReply = v.InferOutput<typeof BacktestReply>;

/**
 * PUT /v1/apps/:key/rules/trial: a dry run of a draft in live sessions; it has no effect but its counts of triggers. It starts
 * no capturing: kinds that the published rules neither keep nor look at are not seen. DELETE ends it. All answer a `TrialReply`.
 */
export const TrialBody = v.object({
  text: v.string(),
  share: v.optional(Share, 1),
  minutes: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(24 * 60)), 60),
});
export type TrialBody = v.InferOutput<typeof TrialBody>;
export const TrialReply = v.object({
  trial: v.nullable(
    v.object({
      hash: v.string(),
      text: v.string(),
      share: Share,
      startedAt: EpochMs,
      endsAt: EpochMs,
      /** Sessions that have reported. */
      sessionCount: Count,
      hits: v.array(RuleHits),
    }),
  ),
});
export type TrialReply = v.InferOutput<typeof TrialReply>;

/** GET /v1/sessions/:sessionId/why: why this session was recorded, or was not, and what the rules made of it. */
export const WhyReply = v.object({
  verdict: v.picklist(['recorded', 'partly', 'not']),
  /** In words, the weightiest first; `code` is stable. */
  reasons: v.array(v.object({ code: v.string(), text: v.string() })),
  rules: v.nullable(v.object({ revision: v.nullable(Count), hash: v.string(), name: v.nullable(v.string()) })),
  /** What the rules did, in order: states, triggers, instructions and what became of them. */
  trace: v.array(
    v.object({
      at: EpochMs,
      kind: v.picklist(['state', 'trigger', 'instruction', 'agent']),
      id: v.string(),
      text: v.string(),
    }),
  ),
});
export type WhyReply = v.InferOutput<typeof WhyReply>;

/** GET and PUT /v1/apps/:key/lists/:list: users that audiences name by list. GET /v1/apps/:key/lists names all. */
export const UserListBody = v.object({
  users: v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(100_000)),
});
export const UserListReply = v.object({ id: RuleId, users: v.array(v.string()), updatedAt: EpochMs });
export const UserListsReply = v.object({
  lists: v.array(v.object({ id: RuleId, userCount: Count, updatedAt: EpochMs })),
});
