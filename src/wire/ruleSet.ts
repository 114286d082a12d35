import * as v from 'valibot';
import { CAPTURE_DETAILS } from './captureDetails.ts';
import { CompiledCondition, ConditionText, OBSERVED } from './condition.ts';
import { Count, EpochMs, RuleId, Sha256 } from './ids.ts';
import { AssistRule } from './assistRule.ts';
import { LIMITS } from './limits.ts';
import { RECORD_KINDS } from './recordKinds.ts';
import { LinkPolicy, RuleLimits } from './sending.ts';
import { Audience, AudienceSource } from './targeting.ts';
import { Trigger, TriggerSource } from './triggers.ts';

/**
 * A rule set, version 1, in two forms of one shape: as the operator writes it, with conditions in CEL, and compiled, with
 * conditions as expressions. The schema is a function of what stands for a condition. Short forms (a state's `url`, `marker`
 * and `element`; `assist`) exist in the source only: compiled, they are conditions and triggers.
 */
const list = <T extends v.GenericSchema>(item: T) =>
  v.optional(v.pipe(v.array(item), v.maxLength(LIMITS.ruleCount)), []);
const Ms = v.pipe(v.number(), v.minValue(0), v.maxValue(24 * 3_600_000));
const kinds = v.pipe(v.array(v.picklist(RECORD_KINDS)), v.minLength(1));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
/** Where a rule applies: in a state, for an audience; everywhere and for everybody where absent. */
const SCOPE = { state: v.optional(RuleId), audience: v.optional(RuleId) };

/** Ceilings of one kind's part of the ring. */
const KindBuffer = v.strictObject({
  kinds,
  /** Shorter or longer than the others are kept. */
  minutes: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(24 * 60))),
  maxBytes: v.optional(v.pipe(Count, v.minValue(10_000))),
});
const Buffer = v.optional(
  v.strictObject({
    /** At least so much of the past can be asked for, checkpoints included. */
    minutes: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(24 * 60)), 3),
    /** Ceiling of the ring on the device. It wins over `minutes`; the agent reports when it does. */
    maxBytes: v.optional(v.pipe(v.number(), v.minValue(100_000), v.maxValue(500_000_000)), 20_000_000),
    /** A new checkpoint after so long. More often: finer dropping, more work for the page. */
    checkpointEveryMs: v.optional(v.pipe(v.number(), v.minValue(5_000), v.maxValue(3_600_000)), 60_000),
    perKind: v.optional(v.pipe(v.array(KindBuffer), v.maxLength(RECORD_KINDS.length)), []),
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

function screenSchema<C extends v.GenericSchema, X extends v.ObjectEntries>(condition: C, observed: X) {
  return v.strictObject({
    id: RuleId,
    ...SCOPE,
    /** On these records … */
    when: v.optional(condition),
    /** … or regularly, while the state is entered and the page is visible. */
    everyMs: v.optional(v.pipe(Ms, v.minValue(500))),
    target: v.optional(shortText, 'viewport'),
    /** Of the pictures' encoding, 0 to 1. */
    quality: v.optional(v.pipe(v.number(), v.minValue(0.05), v.maxValue(1)), 0.8),
    minIntervalMs: v.optional(Ms, 2_000),
    maxCount: v.optional(Count, 20),
    ...observed,
  });
}

/** Asks a data provider of the page. */
function providerSchema<C extends v.GenericSchema, X extends v.ObjectEntries>(condition: C, observed: X) {
  return v.strictObject({
    id: RuleId,
    ...SCOPE,
    when: condition,
    /** The name under which the page registered it. */
    provider: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
    minIntervalMs: v.optional(Ms, 1_000),
    maxCount: v.optional(Count, 100),
    ...observed,
  });
}

/**
 * What is forwarded: `live` at once, with the `lastMs` before it; `onRequest` from the buffer, as everything else; `never`: the
 * rules see it, and it is not even buffered. Of the rules that apply to a record the last one counts.
 */
function forwardSchema<C extends v.GenericSchema, X extends v.ObjectEntries>(condition: C, observed: X) {
  return v.strictObject({
    ...SCOPE,
    kinds: v.optional(kinds),
    when: v.optional(condition),
    mode: v.picklist(['live', 'onRequest', 'never']),
    /** For `live`: sends so much of the past along when the rule begins to apply. */
    lastMs: v.optional(Ms, 0),
    ...observed,
  });
}

/** What states have besides the way in. `within`: entered only while that one is, and left with it. */
function stateEntries<C extends v.GenericSchema>(condition: C) {
  return {
    id: RuleId,
    within: v.optional(RuleId),
    exit: v.optional(condition),
    /** Entered only after it would have stayed entered for so long. */
    dwellMs: v.optional(Ms),
  };
}

function ruleSetEntries<C extends v.GenericSchema, X extends v.ObjectEntries>(condition: C, observed: X) {
  const CaptureRule = v.strictObject({ ...SCOPE, share: v.optional(share), kinds, ...CAPTURE_DETAILS });
  return {
    version: v.literal(1),
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
    capture: list(CaptureRule),
    screen: list(screenSchema(condition, observed)),
    providers: list(providerSchema(condition, observed)),
    buffer: Buffer,
    forward: list(forwardSchema(condition, observed)),
    link: LinkPolicy,
    limits: RuleLimits,
    session: SessionLimits,
    privacy: Privacy,
    /** Share of the sessions that are recorded at all, decided by the session's id. */
    sample: v.optional(share, 1),
    /** Sessions outside it sleep. */
    audience: v.optional(RuleId),
  };
}

/** Conditions as CEL text. */
export const RuleSetSource = v.strictObject({
  ...ruleSetEntries(ConditionText, {}),
  states: list(
    v.strictObject({
      ...stateEntries(ConditionText),
      /** One of these four is the way in. */
      enter: v.optional(ConditionText),
      /** Path of the page, `*` for anything: `/checkout/*`. Left by going elsewhere. */
      url: v.optional(shortText),
      /** What the page said by `mark`. */
      marker: v.optional(shortText),
      /** Selector: while the document has such an element. */
      element: v.optional(shortText),
    }),
  ),
  triggers: list(TriggerSource),
  assist: list(AssistRule(ConditionText)),
  targeting: list(AudienceSource),
});
export type RuleSetSource = v.InferOutput<typeof RuleSetSource>;

/** Conditions as expressions. */
export const RuleSet = v.strictObject({
  ...ruleSetEntries(CompiledCondition, OBSERVED),
  states: list(
    v.strictObject({
      ...stateEntries(CompiledCondition),
      enter: CompiledCondition,
      /** Selector that has to be watched for `enter` and `exit`. */
      element: v.optional(shortText),
      ...OBSERVED,
    }),
  ),
  triggers: list(Trigger),
  targeting: list(Audience),
});
export type RuleSet = v.InferOutput<typeof RuleSet>;
export type State = RuleSet['states'][number];
export type ScreenRule = RuleSet['screen'][number];
export type ProviderRule = RuleSet['providers'][number];
export type ForwardRule = RuleSet['forward'][number];

/** Over `signedText`, base64: whichever of the two a browser can check. */
export const Signatures = v.object({ ed25519: v.string(), p256: v.string() });
export type Signatures = v.InferOutput<typeof Signatures>;

/** A published rule set on its way to an agent. */
export const PublishedRuleSet = v.object({
  revision: Count,
  /** Of the compiled rule set as canonical JSON. */
  hash: Sha256,
  publishedAt: EpochMs,
  /** Nothing to capture, to image or to trigger: the agent stays asleep and loads no further code. */
  dormant: v.boolean(),
  rules: RuleSet,
  signatures: v.optional(Signatures),
});
export type PublishedRuleSet = v.InferOutput<typeof PublishedRuleSet>;
