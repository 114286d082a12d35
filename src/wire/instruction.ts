import * as v from 'valibot';
import { Count, EpochMs, RuleId, Uuid } from './ids.ts';
import { RECORD_KINDS } from './recordKinds.ts';

const Ms = v.pipe(v.number(), v.minValue(0), v.maxValue(7 * 24 * 3_600_000));
const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const kinds = v.pipe(v.array(v.picklist(RECORD_KINDS)), v.minLength(1));

/** Send a range of the buffer, then for `liveMs` what follows. Without `lastMs` and bounds: all that is buffered. */
const Send = v.strictObject({
  verb: v.literal('send'),
  lastMs: v.optional(Ms),
  fromAt: v.optional(EpochMs),
  toAt: v.optional(EpochMs),
  liveMs: v.optional(Ms),
});
/** Keep a range of the buffer from being dropped for `forMs`. */
const Hold = v.strictObject({ verb: v.literal('hold'), lastMs: v.optional(Ms), forMs: Ms });
/** Drop what is buffered and not held, older than `olderThanMs` (all of it where absent). */
const Drop = v.strictObject({ verb: v.literal('drop'), olderThanMs: v.optional(Ms) });
/** Capture these kinds in addition to the rules, within the instruction's limits. */
const CaptureVerb = v.strictObject({ verb: v.literal('capture'), kinds });
/**
 * Image a target: `viewport`, a selector, or `field:` and the name, id or data-testid of a field. With `at` or `agoMs`: send
 * the image of it that the buffer has of that time.
 */
const Image = v.strictObject({
  verb: v.literal('image'),
  target: shortText,
  at: v.optional(EpochMs),
  agoMs: v.optional(Ms),
});
const AssistMessage = v.strictObject({
  verb: v.literal('assist.message'),
  title: shortText,
  text: v.pipe(v.string(), v.maxLength(2_000)),
  /** Buttons. `href` opens a page of http, https, mailto or tel; without it the button only answers. */
  actions: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          label: shortText,
          href: v.optional(v.pipe(v.string(), v.regex(/^(https?:\/\/|mailto:|tel:|\/(?!\/))/, 'not a safe link'))),
        }),
      ),
      v.maxLength(3),
    ),
  ),
});
/** Fetch the rule set now. */
const Rules = v.strictObject({ verb: v.literal('rules') });
/** Stop capturing for the rest of the page. */
const Stop = v.strictObject({ verb: v.literal('stop') });

export const Order = v.variant('verb', [Send, Hold, Drop, CaptureVerb, Image, AssistMessage, Rules, Stop]);
/** A verb with its arguments. */
export type Order = v.InferOutput<typeof Order>;
export type Verb = Order['verb'];

/** What ends a capture or a live send; whichever comes first. */
export const InstructionLimits = v.strictObject({
  maxMs: v.optional(Ms),
  maxBytes: v.optional(Count),
  maxCount: v.optional(Count),
  untilState: v.optional(RuleId),
});
export type InstructionLimits = v.InferOutput<typeof InstructionLimits>;

/** An instruction as a rule or an operator writes it. */
export const InstructionDraft = v.strictObject({
  order: Order,
  limits: v.optional(InstructionLimits),
});
export type InstructionDraft = v.InferOutput<typeof InstructionDraft>;

/** Whom an instruction is for: everything that is named must be the receiver's. */
export const Address = v.strictObject({
  sessionId: Uuid,
  tabId: v.optional(Uuid),
  pageId: v.optional(Uuid),
});

/** A verb for one session, with id, limits and an end of its validity. Applied at most once per id. */
export const Instruction = v.object({
  id: Uuid,
  order: Order,
  address: Address,
  limits: v.optional(InstructionLimits),
  issuedAt: EpochMs,
  expiresAt: EpochMs,
  /** The trigger that fired it; absent where an operator gave it. */
  triggerId: v.optional(RuleId),
});
export type Instruction = v.InferOutput<typeof Instruction>;

export const OUTCOMES = ['applied', 'satisfiedFromBuffer', 'armed', 'failed', 'expired'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What became of an instruction, or of a rule set (then `rulesHash` stands instead of `instructionId`). */
export const Acknowledgement = v.object({
  sessionId: Uuid,
  tabId: Uuid,
  pageId: Uuid,
  at: EpochMs,
  outcome: v.picklist(OUTCOMES),
  instructionId: v.optional(Uuid),
  rulesHash: v.optional(v.string()),
  /** Verb and trigger of an instruction that the page gave itself, so that the monitor can list it. */
  verb: v.optional(v.string()),
  triggerId: v.optional(RuleId),
  /** Where the outcome is `failed`. */
  code: v.optional(v.string()),
  message: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
});
export type Acknowledgement = v.InferOutput<typeof Acknowledgement>;

export const Acknowledgements = v.object({
  acknowledgements: v.pipe(v.array(Acknowledgement), v.minLength(1), v.maxLength(500)),
});
