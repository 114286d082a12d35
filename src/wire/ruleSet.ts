import * as v from 'valibot';
import { isExpression, type Expression } from './expression.ts';
import { CAPTURE_DETAILS } from './captureDetails.ts';
import { Count, EpochMs, RuleId, Sha256 } from './ids.ts';
import { InstructionDraft } from './instruction.ts';
import { LIMITS } from './limits.ts';
import { RECORD_KINDS } from './recordKinds.ts';

/**
 * A rule set, version 1, in two forms of one shape: as the operator writes it, with conditions in CEL, and compiled, with
 * conditions as expressions. The schema is a function of what stands for a condition.
 */
const list = <T extends v.GenericSchema>(item: T) =>
  v.optional(v.pipe(v.array(item), v.maxLength(LIMITS.ruleCount)), []);
const Ms = v.pipe(v.number(), v.minValue(0), v.maxValue(24 * 3_600_000));
const kinds = v.pipe(v.array(v.picklist(RECORD_KINDS)), v.minLength(1));

const Buffer = v.optional(
  v.strictObject({
    /** At least so much of the past can be asked for, checkpoints included. */
    minutes: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(24 * 60)), 3),
    /** Ceiling of the ring on the device. It wins over `minutes`; the agent reports when it does. */
    maxBytes: v.optional(v.pipe(v.number(), v.minValue(100_000), v.maxValue(500_000_000)), 20_000_000),
    /** A new checkpoint after so long. More often: finer dropping, more work for the page. */
    checkpointEveryMs: v.optional(v.pipe(v.number(), v.minValue(5_000), v.maxValue(3_600_000)), 60_000),
  }),
  {},
);

/** When a visit is over. Minutes. */
const SessionLimits = v.optional(
  v.strictObject({
    idleMinutes: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(24 * 60)), 30),
    maxMinutes: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(7 * 24 * 60)), 12 * 60),
  }),
  {},
);

/** Raises what the page's own options mask; it can never lower it. */
const Privacy = v.optional(v.strictObject({ mask: v.optional(v.picklist(['inputs', 'text', 'all'])) }), {});

const TriggerLimits = v.optional(
  v.strictObject({
    perSession: v.optional(v.pipe(Count, v.minValue(1)), 10),
    coolDownMs: v.optional(Ms, 10_000),
  }),
  {},
);

function screenSchema<C extends v.GenericSchema, X extends v.ObjectEntries>(condition: C, observed: X) {
  return v.strictObject({
    id: RuleId,
    state: v.optional(RuleId),
    /** On these records … */
    when: v.optional(condition),
    /** … or regularly, while the state is entered and the page is visible. */
    everyMs: v.optional(v.pipe(Ms, v.minValue(500))),
    target: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(500)), 'viewport'),
    minIntervalMs: v.optional(Ms, 2_000),
    maxCount: v.optional(Count, 20),
    ...observed,
  });
}

/** Asks a data provider of the page. */
function providerSchema<C extends v.GenericSchema, X extends v.ObjectEntries>(condition: C, observed: X) {
  return v.strictObject({
    id: RuleId,
    state: v.optional(RuleId),
    when: condition,
    /** The name under which the page registered it. */
    provider: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
    minIntervalMs: v.optional(Ms, 1_000),
    maxCount: v.optional(Count, 100),
    ...observed,
  });
}

function triggerSchema<C extends v.GenericSchema, X extends v.ObjectEntries>(condition: C, observed: X) {
  const common = {
    id: RuleId,
    state: v.optional(RuleId),
    where: v.optional(v.picklist(['page', 'monitor']), 'page'),
    limits: TriggerLimits,
    instructions: v.pipe(v.array(InstructionDraft), v.minLength(1), v.maxLength(10)),
    ...observed,
  };
  return v.variant('type', [
    v.strictObject({ type: v.literal('match'), when: condition, ...common }),
    v.strictObject({
      type: v.literal('count'),
      when: condition,
      times: v.pipe(Count, v.minValue(1), v.maxValue(1_000)),
      withinMs: Ms,
      /** Count separately for each value of this expression. */
      by: v.optional(condition),
      ...common,
    }),
    v.strictObject({
      type: v.literal('value'),
      when: condition,
      /** A number; the trigger fires when it gets above or below the bound, and again after it was back. */
      of: condition,
      above: v.optional(v.number()),
      below: v.optional(v.number()),
      ...common,
    }),
  ]);
}

function ruleSetSchema<C extends v.GenericSchema, X extends v.ObjectEntries>(condition: C, observed: X) {
  const State = v.strictObject({ id: RuleId, enter: condition, exit: v.optional(condition), ...observed });
  const CaptureRule = v.strictObject({ state: v.optional(RuleId), kinds, ...CAPTURE_DETAILS });
  return v.strictObject({
    version: v.literal(1),
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
    states: list(State),
    capture: list(CaptureRule),
    screen: list(screenSchema(condition, observed)),
    providers: list(providerSchema(condition, observed)),
    buffer: Buffer,
    session: SessionLimits,
    privacy: Privacy,
    /** Share of the sessions that are recorded at all, decided by the session's id. */
    sample: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1),
    triggers: list(triggerSchema(condition, observed)),
  });
}

/** Conditions as CEL text. */
export const RuleSetSource = ruleSetSchema(v.pipe(v.string(), v.minLength(1), v.maxLength(4_000)), {});
export type RuleSetSource = v.InferOutput<typeof RuleSetSource>;

/**
 * Conditions as expressions; each rule says by `observes` which kinds of records can make its condition true, so that the
 * agent starts no tracker that nobody needs.
 */
export const RuleSet = ruleSetSchema(v.custom<Expression>(isExpression, 'not a compiled expression'), {
  observes: v.array(v.picklist(RECORD_KINDS)),
});
export type RuleSet = v.InferOutput<typeof RuleSet>;
export type State = RuleSet['states'][number];
export type Trigger = RuleSet['triggers'][number];
export type ScreenRule = RuleSet['screen'][number];
export type ProviderRule = RuleSet['providers'][number];

/** A published rule set on its way to an agent. */
export const PublishedRuleSet = v.object({
  revision: Count,
  /** Of the compiled rule set as canonical JSON. */
  hash: Sha256,
  publishedAt: EpochMs,
  /** Nothing to capture, to image or to trigger: the agent stays asleep and loads no further code. */
  dormant: v.boolean(),
  rules: RuleSet,
});
export type PublishedRuleSet = v.InferOutput<typeof PublishedRuleSet>;
