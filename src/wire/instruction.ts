import * as v from 'valibot';
import { CAPTURE_DETAILS } from './captureDetails.ts';
import { Count, EpochMs, RuleId, Uuid } from './ids.ts';
import { RECORD_KINDS } from './recordKinds.ts';

const Ms = v.pipe(v.number(), v.minValue(0), v.maxValue(7 * 24 * 3_600_000));
const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const longText = v.pipe(v.string(), v.maxLength(2_000));
const kinds = v.pipe(v.array(v.picklist(RECORD_KINDS)), v.minLength(1));

/** What of the past is meant: times, or the last stay in a state. Without any of them: all that is buffered. */
const RANGE = {
  lastMs: v.optional(Ms),
  fromAt: v.optional(EpochMs),
  toAt: v.optional(EpochMs),
  /** From when the state was entered last until it was left (until now, where it was not). */
  state: v.optional(RuleId),
};
/** Send a range of the buffer, then for `liveMs` what follows; of these kinds only, where they are named. */
const Send = v.strictObject({
  verb: v.literal('buffer.send'),
  ...RANGE,
  kinds: v.optional(kinds),
  liveMs: v.optional(Ms),
});
/** Keep a range of the buffer from being dropped for `forMs`. */
const Hold = v.strictObject({ verb: v.literal('buffer.hold'), ...RANGE, forMs: Ms });
/** Drop what is buffered and not held, older than `olderThanMs` (all of it where absent). */
const Drop = v.strictObject({ verb: v.literal('buffer.drop'), olderThanMs: v.optional(Ms) });
/** Capture these kinds, as deep as said, in addition to the rules, within the instruction's limits. */
const CaptureStart = v.strictObject({ verb: v.literal('capture.start'), kinds, ...CAPTURE_DETAILS });
/** Capture these kinds (all, where absent) no more, whoever asked for it, within the instruction's limits. */
const CaptureStop = v.strictObject({ verb: v.literal('capture.stop'), kinds: v.optional(kinds) });
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
/** Buttons. `href` opens a page of http, https, mailto or tel; without it the button only answers. */
const actions = v.optional(
  v.pipe(
    v.array(
      v.strictObject({
        label: shortText,
        href: v.optional(v.pipe(v.string(), v.regex(/^(https?:\/\/|mailto:|tel:|\/(?!\/))/, 'not a safe link'))),
      }),
    ),
    v.maxLength(3),
  ),
);
const AssistMessage = v.strictObject({ verb: v.literal('assist.message'), title: shortText, text: longText, actions });
/** A code that the user may keep, shown until `validMs` are over. */
const AssistOffer = v.strictObject({
  verb: v.literal('assist.offer'),
  title: shortText,
  text: longText,
  code: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(100))),
  validMs: v.optional(Ms),
  actions,
});
/** Take away what is shown. */
const AssistClose = v.strictObject({ verb: v.literal('assist.close') });
/** Fetch the rule set now. */
const Rules = v.strictObject({ verb: v.literal('rules') });
/** The session is over; the next thing that the user does begins another. */
const SessionEnd = v.strictObject({ verb: v.literal('session.end') });
/** Stop capturing for `forMs`, or the rest of the page; the connection stays. */
const Sleep = v.strictObject({ verb: v.literal('agent.sleep'), forMs: v.optional(Ms) });
/** Switch the agent of this browser off for `forMs`, or until `agent.enable`: it asks once per page and does nothing else. */
const Disable = v.strictObject({ verb: v.literal('agent.disable'), forMs: v.optional(Ms) });
const Enable = v.strictObject({ verb: v.literal('agent.enable') });

export const Order = v.variant('verb', [
  ...([Send, Hold, Drop, CaptureStart, CaptureStop, Image] as const),
  ...([AssistMessage, AssistOffer, AssistClose] as const),
  ...([Rules, SessionEnd, Sleep, Disable, Enable] as const),
]);
/** A verb with its arguments. */
export type Order = v.InferOutput<typeof Order>;
export type Verb = Order['verb'];
export const VERBS: readonly Verb[] = Order.options.map(({ entries }) => entries.verb.literal);

/** What ends a capture or a live send; whichever comes first. */
export const InstructionLimits = v.strictObject({
  maxMs: v.optional(Ms),
  maxBytes: v.optional(Count),
  maxCount: v.optional(Count),
  untilState: v.optional(RuleId),
  /** Not all the time, but for `lengthMs` every `everyMs`, so many times. */
  windows: v.optional(
    v.strictObject({ count: v.pipe(Count, v.minValue(1), v.maxValue(1_000)), everyMs: Ms, lengthMs: Ms }),
  ),
});
export type InstructionLimits = v.InferOutput<typeof InstructionLimits>;

/** An instruction as a rule or an operator writes it. */
export interface InstructionDraft {
  order: Order;
  limits?: InstructionLimits | undefined;
}
export const INSTRUCTION_DRAFT = { order: Order, limits: v.optional(InstructionLimits) };
/** Its type stands by itself: spelled out through every verb in every trigger it is too long for the compiler. */
export const InstructionDraft: v.GenericSchema<unknown, InstructionDraft> = v.strictObject(INSTRUCTION_DRAFT);

/** Whom an instruction is for: everything that is named must be the receiver's. */
export const Address = v.strictObject({
  sessionId: Uuid,
  tabId: v.optional(Uuid),
  pageId: v.optional(Uuid),
  /** Carried out when this state is entered, at once where it is. */
  state: v.optional(RuleId),
});
export type Address = v.InferOutput<typeof Address>;

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
  /** How many instructions led to this one, each by what it brought in. */
  depth: v.optional(Count),
});
export type Instruction = v.InferOutput<typeof Instruction>;

export const OUTCOMES = ['applied', 'satisfiedFromBuffer', 'armed', 'failed', 'expired'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const word = v.pipe(v.string(), v.maxLength(100));

/** What became of an instruction, or of a rule set (then `rulesHash` stands instead of `instructionId`). */
export const Acknowledgement = v.object({
  sessionId: Uuid,
  tabId: Uuid,
  pageId: Uuid,
  at: EpochMs,
  outcome: v.picklist(OUTCOMES),
  instructionId: v.optional(Uuid),
  rulesHash: v.optional(v.pipe(v.string(), v.maxLength(64))),
  /** Verb and trigger of an instruction that the page gave itself, so that the monitor can list it. */
  verb: v.optional(word),
  triggerId: v.optional(RuleId),
  depth: v.optional(Count),
  /** Where the outcome is `failed`. */
  code: v.optional(word),
  message: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
});
export type Acknowledgement = v.InferOutput<typeof Acknowledgement>;

export const Acknowledgements = v.object({
  acknowledgements: v.pipe(v.array(Acknowledgement), v.minLength(1), v.maxLength(500)),
});
