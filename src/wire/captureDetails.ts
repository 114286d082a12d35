import * as v from 'valibot';
import { Count } from './ids.ts';

/** How deep a capture rule goes, beyond the kinds that it names. Several rules that apply together are joined. */
const Ms = v.pipe(v.number(), v.minValue(0), v.maxValue(3_600_000));
const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const listOf = <T extends v.GenericSchema>(item: T, max: number) => v.pipe(v.array(item), v.maxLength(max));

/** Bodies of exchanges whose address (origin and path) begins with `url`; `*` means all. */
const BodyRule = v.strictObject({
  url: shortText,
  request: v.optional(v.boolean(), true),
  response: v.optional(v.boolean(), true),
  /** Media types, by their beginning. */
  types: v.optional(listOf(shortText, 20), ['application/json', 'text/']),
  /** Of each body; the rest is cut. */
  maxBytes: v.optional(v.pipe(Count, v.minValue(1), v.maxValue(100_000)), 10_000),
  /** What is masked besides the keys that always are: paths such as `$.user.name`, `$.items[*].note`, or bare key names. */
  redact: v.optional(listOf(shortText, 50), []),
});
export type BodyRule = v.InferOutput<typeof BodyRule>;

const NetworkDetail = v.strictObject({
  /** WebSocket and EventSource: opening, counts, sizes, closing. Never what is said. */
  sockets: v.optional(v.boolean()),
  /** What the browser loads by itself, from its resource timing. */
  resources: v.optional(v.boolean()),
  /** Names of headers whose values are recorded; cookies and authorisation never are. */
  headers: v.optional(listOf(shortText, 30)),
  bodies: v.optional(listOf(BodyRule, 20)),
  /** Sends `traceparent` and `x-rewindow-session` along, to the origins that the page's options allow. */
  correlate: v.optional(v.boolean()),
});

/** Thresholds of frustration. */
export const FrustrationDetail = v.strictObject({
  rageClickCount: v.optional(v.pipe(Count, v.minValue(2), v.maxValue(20)), 3),
  rageWithinMs: v.optional(Ms, 1_000),
  rageRadiusPx: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(1_000)), 30),
  deadAfterMs: v.optional(Ms, 2_500),
  errorWithinMs: v.optional(Ms, 1_000),
  /** Turns of the cursor's direction … */
  thrashTurnCount: v.optional(v.pipe(Count, v.minValue(3), v.maxValue(100)), 8),
  /** … within this time. */
  thrashWithinMs: v.optional(Ms, 1_500),
});
export type FrustrationDetail = v.InferOutput<typeof FrustrationDetail>;

export const CAPTURE_DETAILS = {
  /** Fields, by name or selector, whose values are recorded where the page lets them be read. */
  fields: v.optional(listOf(shortText, 50)),
  network: v.optional(NetworkDetail),
  /** Movements of the pointer as records of their own, one point per so many milliseconds. */
  pointer: v.optional(v.strictObject({ moveEveryMs: v.pipe(v.number(), v.minValue(20), v.maxValue(10_000)) })),
  frustration: v.optional(FrustrationDetail),
  /** How often at most changes of the page are told: what changes more often, as what moves does, is told as it is then. */
  dom: v.optional(v.strictObject({ changeEveryMs: v.pipe(v.number(), v.minValue(16), v.maxValue(1_000)) })),
  /** The content of canvases, as images. */
  canvas: v.optional(
    v.strictObject({
      everyMs: v.optional(v.pipe(v.number(), v.minValue(100), v.maxValue(60_000)), 1_000),
      quality: v.optional(v.pipe(v.number(), v.minValue(0.05), v.maxValue(1)), 0.5),
    }),
  ),
  /** Ceiling of what `asset` keeps per page. */
  assets: v.optional(v.strictObject({ maxBytes: v.pipe(Count, v.maxValue(50_000_000)) })),
};
/** What the active capture rules say together. */
export type CaptureDetails = v.InferOutput<v.ObjectSchema<typeof CAPTURE_DETAILS, undefined>>;
