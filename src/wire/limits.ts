/**
 * Ceilings that both sides know. The monitor refuses what lies above them with a code; the agent never produces it.
 */
export const LIMITS = {
  /** One segment container. Above it the monitor answers 413; the worker splits before it sends. */
  segmentBytes: 8_000_000,
  /** A segment's payload after decompression: a bound against compression bombs. */
  inflatedBytes: 64_000_000,
  /** Records in one segment. */
  segmentRecordCount: 20_000,
  /** Characters of one text in a record; the worker cuts what is longer. */
  textLength: 100_000,
  /** One file of a page's looks: an image, a font, a style sheet. */
  assetBytes: 5_000_000,
  /** Hashes in one question for what the monitor lacks. */
  assetHashCount: 100,
  /** A summary as JSON text. */
  summaryBytes: 64_000,
  /** A rule set as the operator wrote it. */
  ruleSetBytes: 256_000,
  /** Depth of a compiled expression. */
  expressionDepth: 32,
  /** Nodes of one compiled expression, and steps that its evaluation may take. */
  expressionStepCount: 500,
  /** Entries of each list of a rule set: states, triggers, screen … */
  ruleCount: 200,
  /** Longest time that a feedback request is held by the monitor. */
  feedbackWaitMs: 25_000,
} as const;
