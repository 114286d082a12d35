import * as v from 'valibot';
import {
  Acknowledgement,
  AppKey,
  Count,
  EpochMs,
  Instruction,
  INSTRUCTION_DRAFT,
  RECORD_KINDS,
  RuleId,
  Summary,
  Uuid,
} from 'rewindow/wire';

/**
 * The console's side of the HTTP API: what each route takes and answers. The agent's side is in `rewindow/wire`. Routes
 * take their schemas from here, OpenAPI is made of them, and the console parses what it gets with them.
 */

export const LoginBody = v.object({ password: v.string() });
/** `token` may be sent as `Authorization: Bearer …`; browsers get it as a cookie, too. */
export const LoginReply = v.object({ token: v.string(), expiresAt: EpochMs });
/** GET /v1/me answers this to a logged-in operator, and `login_required` to anybody else. */
export const MeReply = v.object({ isLoggedIn: v.literal(true) });
/** POST /v1/password answers a `LoginReply`: all other logins are ended. */
export const PasswordBody = v.object({ current: v.string(), next: v.pipe(v.string(), v.minLength(10)) });

export const App = v.object({
  key: AppKey,
  name: v.string(),
  /** Origins whose pages may send, as `https://shop.example`. `*` allows any. */
  allowedOrigins: v.array(v.string()),
  createdAt: EpochMs,
  sessionCount: Count,
});
export type App = v.InferOutput<typeof App>;
export const AppBody = v.object({
  key: v.optional(AppKey),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  allowedOrigins: v.array(v.string()),
});
export const AppPatch = v.partial(v.omit(AppBody, ['key']));
/** `ruleKey`: public keys of the monitor, for the agent's option of that name. */
export const AppsReply = v.object({ apps: v.array(App), ruleKey: v.string() });

/** GET /v1/sessions. Every filter narrows; `text` searches messages, labels, names and URLs of archived records. */
export const SessionsQuery = v.object({
  app: v.optional(AppKey),
  user: v.optional(v.string()),
  url: v.optional(v.string()),
  error: v.optional(v.string()),
  text: v.optional(v.string()),
  live: v.optional(v.picklist(['true', 'false'])),
  archived: v.optional(v.picklist(['true', 'false'])),
  fromAt: v.optional(v.string()),
  toAt: v.optional(v.string()),
  cursor: v.optional(v.string()),
  limit: v.optional(v.string()),
});
export type SessionsQuery = v.InferOutput<typeof SessionsQuery>;

export const SessionRow = v.object({
  sessionId: Uuid,
  app: AppKey,
  user: v.nullable(v.string()),
  startedAt: EpochMs,
  lastAt: EpochMs,
  state: v.picklist(['running', 'ended', 'crashed']),
  /** An agent of the session holds or has just held a feedback connection. */
  isLive: v.boolean(),
  url: v.string(),
  userAgent: v.string(),
  pageCount: Count,
  errorCount: Count,
  failedRequestCount: Count,
  /** What the monitor has; what the device still holds stands in the summary's `ring`. */
  archivedRecordCount: Count,
  archivedBytes: Count,
  archivedFromAt: v.nullable(EpochMs),
  archivedToAt: v.nullable(EpochMs),
  firedTriggers: v.array(v.string()),
});
export type SessionRow = v.InferOutput<typeof SessionRow>;
export const SessionsReply = v.object({ sessions: v.array(SessionRow), nextCursor: v.nullable(v.string()) });
export type SessionsReply = v.InferOutput<typeof SessionsReply>;

/** A page's archived segments; the numbers between two of them are a gap. */
const ArchivedRange = v.object({
  first: Count,
  last: Count,
  firstAt: EpochMs,
  lastAt: EpochMs,
  checkpoint: v.boolean(),
  /** Only some of the numbers between first and last were sent: by kind or value, or because the rest was dropped. */
  partial: v.boolean(),
  /** Names it among the parts between the same numbers. */
  part: v.optional(v.string()),
  /** Numbers that count as this one's, from … to; all where absent. What several segments hold is the one's or the other's. */
  runs: v.optional(v.array(v.tuple([Count, Count]))),
});
export const PageRow = v.object({
  pageId: Uuid,
  tabId: Uuid,
  firstAt: EpochMs,
  lastAt: EpochMs,
  clockOffsetMs: v.number(),
  ranges: v.array(ArchivedRange),
  gaps: v.array(v.object({ first: Count, last: Count, fromAt: EpochMs, toAt: EpochMs })),
});
export type PageRow = v.InferOutput<typeof PageRow>;

/** An instruction with what became of it, per tab and page. Those that a page gave itself have no `instruction`. */
export const InstructionRow = v.object({
  id: Uuid,
  verb: v.string(),
  origin: v.picklist(['operator', 'trigger']),
  triggerId: v.nullable(v.string()),
  /** How many instructions led to it, each by what it brought in. */
  depth: Count,
  issuedAt: EpochMs,
  expiresAt: v.nullable(EpochMs),
  instruction: v.nullable(Instruction),
  acknowledgements: v.array(Acknowledgement),
});
export type InstructionRow = v.InferOutput<typeof InstructionRow>;
export const InstructionsReply = v.object({ instructions: v.array(InstructionRow) });

export const SessionDetail = v.object({
  session: SessionRow,
  /** The newest summary of each page of the session. */
  summaries: v.array(Summary),
  pages: v.array(PageRow),
  instructions: v.array(InstructionRow),
});
export type SessionDetail = v.InferOutput<typeof SessionDetail>;

/** GET /v1/sessions/:sessionId/records, in the session's total order: corrected time, page, sequence. */
export const RecordsQuery = v.object({
  /** Comma-separated kinds; all where absent. */
  kinds: v.optional(v.string()),
  page: v.optional(Uuid),
  cursor: v.optional(v.string()),
  limit: v.optional(v.string()),
});
export type RecordsQuery = v.InferOutput<typeof RecordsQuery>;
/** `at` is the page's clock, `correctedAt` the monitor's. */
export const TimelineRecord = v.object({
  kind: v.picklist(RECORD_KINDS),
  at: EpochMs,
  correctedAt: EpochMs,
  sequence: Count,
  tabId: Uuid,
  pageId: Uuid,
  data: v.record(v.string(), v.unknown()),
});
export type TimelineRecord = v.InferOutput<typeof TimelineRecord>;
export const RecordsReply = v.object({ records: v.array(TimelineRecord), nextCursor: v.nullable(v.string()) });
export type RecordsReply = v.InferOutput<typeof RecordsReply>;

/** POST /v1/sessions/:sessionId/instructions. One for a user (POST /v1/apps/:key/users/:user/instructions) names no tab or page. */
export const InstructionBody = v.object({
  ...INSTRUCTION_DRAFT,
  tabId: v.optional(Uuid),
  pageId: v.optional(Uuid),
  /** Carried out when this state is entered, at once where it is. */
  state: v.optional(RuleId),
  /** Validity from now; 5 minutes where absent. */
  ttlMs: v.optional(v.pipe(v.number(), v.minValue(1_000), v.maxValue(24 * 3_600_000))),
});

export * from './ruleContract.ts';

export const HealthReply = v.object({ status: v.literal('ok'), version: v.string(), uptimeMs: v.number() });
