import * as v from 'valibot';
import { Count, EpochMs, Uuid } from './ids.ts';
import { Instruction } from './instruction.ts';

const text = v.pipe(v.string(), v.maxLength(4_000));

/** Where the worker runs and where the ring lives, with the reason for every step down. */
export const AgentState = v.object({
  version: v.string(),
  worker: v.picklist(['url', 'blob', 'main']),
  storage: v.picklist(['indexeddb', 'memory']),
  reasons: v.array(text),
});
export type AgentState = v.InferOutput<typeof AgentState>;

/** The small description of a session that is sent before any detail. The newest by `at` wins. */
export const Summary = v.object({
  version: v.literal(1),
  sessionId: Uuid,
  tabId: Uuid,
  pageId: Uuid,
  at: EpochMs,
  clockOffsetMs: v.pipe(v.number(), v.finite()),
  startedAt: EpochMs,
  lastAt: EpochMs,
  state: v.picklist(['running', 'ended', 'crashed']),
  user: v.optional(text),
  traits: v.optional(v.record(v.string(), v.unknown())),
  url: text,
  title: v.optional(text),
  userAgent: text,
  language: v.optional(text),
  viewport: v.optional(v.object({ width: v.number(), height: v.number() })),
  /** Of this page: records by kind, and failed network exchanges. */
  counts: v.record(v.string(), Count),
  /** What can be asked for: the span and size of this session's part of the ring. */
  ring: v.object({
    fromAt: v.optional(EpochMs),
    toAt: v.optional(EpochMs),
    bytes: Count,
    segmentCount: Count,
    /** The byte ceiling cut into the promised minutes. */
    isShort: v.boolean(),
  }),
  states: v.array(text),
  firedTriggers: v.array(text),
  rules: v.optional(v.object({ revision: Count, hash: v.string() })),
  agent: AgentState,
  /** Kinds that are kept now, and the audiences that the page is in. */
  kinds: v.optional(v.array(text)),
  audiences: v.optional(v.array(text)),
  /** What the rule set that is tried would have fired, by trigger. */
  trial: v.optional(v.object({ hash: v.string(), fired: v.record(v.string(), Count) })),
});
export type Summary = v.InferOutput<typeof Summary>;

/** The monitor's answer: whether it wants the details. `ranges` and `all` come as `send` instructions, too. */
/** Instructions for the session that nobody has acknowledged yet: they travel with whatever the monitor answers. */
const instructions = v.optional(v.array(Instruction));

export const SummaryReply = v.object({
  verdict: v.picklist(['none', 'ranges', 'all']),
  serverAt: EpochMs,
  instructions,
});
export type SummaryReply = v.InferOutput<typeof SummaryReply>;

/** What the agent says when consent is withdrawn, and the answer. */
export const ConsentWithdrawal = v.object({ sessionId: Uuid, state: v.literal('withdrawn') });
export const ConsentReply = v.object({ serverAt: EpochMs });

export const SegmentReply = v.object({
  status: v.picklist(['stored', 'duplicate']),
  serverAt: EpochMs,
  instructions,
});
export type SegmentReply = v.InferOutput<typeof SegmentReply>;
