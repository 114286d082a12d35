import * as v from 'valibot';
import { Count } from './ids.ts';

/**
 * What to do on a link of some kind: send as always; send what is light only (`reduce`: no DOM, images and files); keep it
 * until the link is better (`hold`); or give the order up (`drop`: it fails with `link_refused`, what is buffered stays).
 */
export const LINK_ACTIONS = ['send', 'reduce', 'hold', 'drop'] as const;
export type LinkAction = (typeof LINK_ACTIONS)[number];
const Action = v.optional(v.picklist(LINK_ACTIONS), 'send');

/** Several may be true at the same time; the strictest action counts. */
export const LinkPolicy = v.optional(
  v.strictObject({
    cellular: Action,
    /** Below `slowKbps`, as the browser says or as uploads have shown. */
    slow: Action,
    metered: Action,
    /** The user has asked to save data. */
    saver: Action,
    /** Below a fifth, and not charging. */
    lowBattery: Action,
    slowKbps: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(100_000)), 300),
    /** After so long of holding it is sent all the same. */
    maxHoldMinutes: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(24 * 60)), 60),
  }),
  {},
);
export type LinkPolicy = v.InferOutput<typeof LinkPolicy>;

/** Ceilings of a rule set. The agent has its own, which no rule set can raise (`CEILINGS`). */
export const RuleLimits = v.optional(
  v.strictObject({
    /** Sent per session and device; beyond it orders fail with `limit_reached`. */
    sendBytes: v.optional(v.pipe(Count, v.minValue(10_000)), 50_000_000),
    imageCount: v.optional(Count, 200),
    instructionCount: v.optional(v.pipe(Count, v.minValue(1)), 200),
    /** How many instructions may lead to one another by what they bring in. */
    drillDepth: v.optional(v.pipe(Count, v.maxValue(10)), 3),
    /** How long agents use the rule set without hearing from the monitor. */
    ttlHours: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(24 * 90)), 24 * 7),
  }),
  {},
);
export type RuleLimits = v.InferOutput<typeof RuleLimits>;
