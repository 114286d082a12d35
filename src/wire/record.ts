import * as v from 'valibot';
import { Count, EpochMs, Uuid } from './ids.ts';
import { LIMITS } from './limits.ts';
import type { RecordKind } from './recordKinds.ts';

/**
 * A record is one captured fact: `{ sequence, at, kind, data }`. `sequence` counts from 0 per page without gaps, `at` is
 * epoch milliseconds by the page's clock. Strings in `data` have been masked before the record was made.
 */

const text = v.pipe(v.string(), v.maxLength(LIMITS.textLength));

/** An rrweb event (https://github.com/rrweb-io/rrweb, packages/types), version 2 of its format, untouched. */
const DomData = v.object({
  event: v.looseObject({ type: v.number(), timestamp: v.number(), data: v.unknown() }),
  /** Present on the event that starts a checkpoint (rrweb's Meta event, followed by its FullSnapshot). */
  checkpoint: v.optional(v.literal(true)),
});

/** What an element is called: enough to find it again and to read it in a list. */
const target = { selector: text, label: v.optional(text), field: v.optional(text) };

const InputData = v.object({
  ...target,
  type: v.picklist(['focus', 'blur', 'input', 'change', 'submit', 'invalid']),
  /** Number of characters, never the characters. */
  length: v.optional(Count),
  /** The browser's validation message, for `invalid`. */
  message: v.optional(text),
  trusted: v.boolean(),
});

const PointerData = v.object({
  ...target,
  type: v.picklist(['click', 'dblclick', 'contextmenu', 'down', 'up', 'key']),
  pointer: v.optional(v.picklist(['mouse', 'touch', 'pen'])),
  x: v.optional(v.number()),
  y: v.optional(v.number()),
  /** For `key`: a named key (Enter, Escape, Tab …) or the kind `character`; never the character. */
  key: v.optional(text),
  trusted: v.boolean(),
});

const ScrollData = v.object({ selector: text, x: v.number(), y: v.number(), depth: v.number() });

const NavigationData = v.object({
  type: v.picklist(['load', 'push', 'replace', 'pop', 'hash']),
  url: text,
  path: text,
  title: v.optional(text),
  referrer: v.optional(text),
});

const NetworkData = v.object({
  api: v.picklist(['fetch', 'xhr', 'beacon']),
  method: text,
  url: text,
  path: text,
  /** 0 when no answer came. */
  status: Count,
  failed: v.boolean(),
  durationMs: v.number(),
  requestBytes: v.optional(Count),
  responseBytes: v.optional(Count),
  message: v.optional(text),
});

const ConsoleData = v.object({
  level: v.picklist(['debug', 'log', 'info', 'warn', 'error']),
  message: text,
});

const ErrorData = v.object({
  type: v.picklist(['error', 'rejection', 'resource']),
  name: text,
  message: text,
  stack: v.optional(text),
  url: v.optional(text),
  line: v.optional(Count),
  column: v.optional(Count),
});

const PageData = v.object({
  type: v.picklist(['start', 'visible', 'hidden', 'leave', 'return', 'resize', 'online', 'offline']),
  width: v.optional(v.number()),
  height: v.optional(v.number()),
});

/** A tile's index counts row by row from the top left; `hash` names its pixels; without `image` it is unchanged. */
const Tile = v.object({ index: Count, hash: v.string(), image: v.optional(v.string()) });

const TileData = v.object({
  /** `viewport`, or the selector of the element that was imaged. */
  target: text,
  /** Rule or instruction that asked for it. */
  cause: text,
  /** Box in CSS pixels relative to the viewport. */
  box: v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() }),
  /** Image pixels, and the edge of a tile in image pixels; tiles at the right and bottom edge are smaller. */
  width: Count,
  height: Count,
  tileSize: Count,
  /** True where every tile carries its image: replay can start here. */
  full: v.boolean(),
  /** Each `image` is a data URL without its prefix: base64 of `type`. */
  type: v.picklist(['image/webp', 'image/png']),
  tiles: v.array(Tile),
});

const CustomData = v.object({ name: text, data: v.optional(v.record(v.string(), v.unknown())) });
const MarkData = v.object({ name: text });
const IdentifyData = v.object({ user: text, traits: v.optional(v.record(v.string(), v.unknown())) });
const StateData = v.object({ type: v.picklist(['enter', 'exit']), state: text });
const TriggerData = v.object({ trigger: text, revision: Count });
const InstructionData = v.object({
  instruction: text,
  verb: text,
  outcome: v.picklist(['applied', 'satisfiedFromBuffer', 'armed', 'failed', 'expired']),
  code: v.optional(text),
  trigger: v.optional(text),
});
const AssistData = v.object({
  type: v.picklist(['shown', 'dismissed', 'action']),
  instruction: text,
  label: v.optional(text),
});
/** What the agent has to say about itself: a degraded mode, a capture that could not be done. */
const AgentData = v.object({ code: text, message: text });

export const RECORD_DATA = {
  dom: DomData,
  input: InputData,
  pointer: PointerData,
  scroll: ScrollData,
  navigation: NavigationData,
  network: NetworkData,
  console: ConsoleData,
  error: ErrorData,
  page: PageData,
  tile: TileData,
  custom: CustomData,
  mark: MarkData,
  identify: IdentifyData,
  state: StateData,
  trigger: TriggerData,
  instruction: InstructionData,
  assist: AssistData,
  agent: AgentData,
} satisfies { [K in RecordKind]: v.GenericSchema };

export type RecordData<K extends RecordKind> = v.InferOutput<(typeof RECORD_DATA)[K]>;

/** A captured fact before the worker has stamped it. */
export type Capture = { [K in RecordKind]: { kind: K; at: number; data: RecordData<K> } }[RecordKind];
/** A captured fact with its place in the page. */
export type Record = Capture & { sequence: number };
/** A record with the ids that it shares with its segment. */
export type StampedRecord = Record & { sessionId: string; tabId: string; pageId: string };

const record = <K extends RecordKind>(kind: K) =>
  v.object({ kind: v.literal(kind), at: EpochMs, sequence: Count, data: RECORD_DATA[kind] });

/** Schema of a record; `RecordSchema` because `Record` is its type. */
export const RecordSchema = v.variant('kind', [
  record('dom'),
  record('input'),
  record('pointer'),
  record('scroll'),
  record('navigation'),
  record('network'),
  record('console'),
  record('error'),
  record('page'),
  record('tile'),
  record('custom'),
  record('mark'),
  record('identify'),
  record('state'),
  record('trigger'),
  record('instruction'),
  record('assist'),
  record('agent'),
]);

/** The ids that place a record: whose visit, which browser tab, which document. */
export const PageIds = v.object({ sessionId: Uuid, tabId: Uuid, pageId: Uuid });
export type PageIds = v.InferOutput<typeof PageIds>;
