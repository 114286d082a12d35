import { WireError } from './WireError.ts';
import { isExpression } from './expression.ts';
import type { Instruction } from './instruction.ts';
import { isNumber, isText, isTruth, listOf, mapOf, oneOf, optional, shape, type Check, type Fields } from './checks.ts';
import { RECORD_KINDS } from './recordKinds.ts';
import type { PublishedRuleSet } from './ruleSet.ts';

/**
 * What a page takes from its monitor, parsed by hand: the schemas with their library would cost every page 5 KB. The
 * monitor has checked it by schema before; here everything is checked that the agent relies on, so that nothing malformed
 * or hostile can make it fail. Tests hold these against the schemas.
 */
const isKind: Check = (value) => RECORD_KINDS.some((kind) => kind === value);
/** Memories are kept by id: `__proto__` is none. */
const isId: Check = (value) => isText(value) && /^[a-z]/i.test(String(value));
const kinds = listOf(isKind);
const maybeText = optional(isText);
const maybeNumber = optional(isNumber);
const LINK = /^(https?:\/\/|mailto:|tel:|\/(?!\/))/;

const maybeTruth = optional(isTruth);
const maybeTexts = optional(listOf(isText));
/** As far as a wrong value could do harm; the agent reads the rest with care. */
const details: Fields = {
  fields: maybeTexts,
  network: optional(
    shape({
      ...{ sockets: maybeTruth, resources: maybeTruth, correlate: maybeTruth, headers: maybeTexts },
      bodies: optional(
        listOf(shape({ url: isText, types: listOf(isText), maxBytes: isNumber, redact: listOf(isText) })),
      ),
    }),
  ),
  pointer: optional(shape({ moveEveryMs: isNumber })),
  frustration: optional(mapOf(isNumber)),
  canvas: optional(shape({ everyMs: isNumber, quality: isNumber })),
  assets: optional(shape({ maxBytes: isNumber })),
};

/** Of the shape that the property of this name says. */
const oneByType =
  (types: Readonly<Record<string, Fields>>, name: string, more: Fields): Check =>
  (value) => {
    const type: unknown = shape({})(value) ? Reflect.get(value as object, name) : undefined;
    return typeof type === 'string' && Object.hasOwn(types, type) && shape({ ...types[type], ...more })(value);
  };

/** Arguments by verb. */
const range = { lastMs: maybeNumber, fromAt: maybeNumber, toAt: maybeNumber, state: maybeText };
const message: Fields = {
  title: isText,
  text: isText,
  actions: optional(
    listOf(shape({ label: isText, href: optional((value) => typeof value === 'string' && LINK.test(value)) })),
  ),
};
const pause = { forMs: maybeNumber };
const ORDERS: Readonly<Record<string, Fields>> = {
  'buffer.send': { ...range, kinds: optional(kinds), liveMs: maybeNumber },
  'buffer.hold': { ...range, forMs: isNumber },
  'buffer.drop': { olderThanMs: maybeNumber },
  'capture.start': { kinds, ...details },
  'capture.stop': { kinds: optional(kinds) },
  image: { target: isText, at: maybeNumber, agoMs: maybeNumber },
  'assist.message': message,
  'assist.offer': { ...message, code: maybeText, validMs: maybeNumber },
  'assist.close': {},
  rules: {},
  'session.end': {},
  'agent.sleep': pause,
  'agent.disable': pause,
  'agent.enable': {},
};

const order = oneByType(ORDERS, 'verb', {});
const draft: Fields = {
  order,
  limits: optional(
    shape({
      ...{ maxMs: maybeNumber, maxBytes: maybeNumber, maxCount: maybeNumber, untilState: maybeText },
      windows: optional(shape({ count: isNumber, everyMs: isNumber, lengthMs: isNumber })),
    }),
  ),
};
const observed: Fields = { observes: kinds };
const place = { state: maybeText, audience: maybeText };

/** Patterns by type. */
const when = isExpression;
const by = optional(isExpression);
const PATTERNS: Readonly<Record<string, Fields>> = {
  match: { when },
  count: { when, times: isNumber, withinMs: isNumber, by },
  value: { when, of: isExpression, above: maybeNumber, below: maybeNumber },
  sequence: { steps: listOf(isExpression), withinMs: isNumber, by },
  absence: { when, without: isExpression, withinMs: isNumber, by },
  recurrence: { when, everyMs: isNumber, toleranceMs: maybeNumber, times: isNumber },
  dwell: { in: isText, forMs: isNumber },
  score: { weights: listOf(shape({ when, points: isNumber })), halfLifeMs: isNumber, above: isNumber },
  nth: { when, n: isNumber, repeats: isTruth },
};
const combination = { parts: listOf(oneByType(PATTERNS, 'type', { id: isId })), when, withinMs: isNumber };
const trigger = oneByType({ ...PATTERNS, combination }, 'type', {
  ...{ id: isId, where: oneOf('page', 'monitor'), ...place, ...observed },
  limits: shape({ perSession: isNumber, coolDownMs: isNumber, parallel: isNumber, dryRun: isTruth }),
  instructions: listOf(shape(draft)),
});

const occasion: Fields = {
  ...{ id: isId, ...place, when: isExpression },
  ...{ minIntervalMs: isNumber, maxCount: isNumber, ...observed },
};
const state = {
  ...{ id: isId, enter: isExpression, exit: by, ...observed },
  ...{ within: maybeText, dwellMs: maybeNumber, element: maybeText },
};
const audience = {
  ...{ id: isId, share: maybeNumber, isGranted: isTruth },
  ...{ earlierStates: maybeTexts, pages: maybeTexts, devices: maybeTexts },
  period: optional(
    shape({
      ...{ fromAt: maybeNumber, toAt: maybeNumber },
      ...{ days: maybeTexts, fromTime: maybeText, toTime: maybeText },
    }),
  ),
};
const forward = {
  ...{ ...place, kinds: optional(kinds), when: by },
  ...{ mode: oneOf('live', 'onRequest', 'never'), lastMs: isNumber },
};

const ruleSet = shape({
  version: (value) => value === 1,
  name: isText,
  states: listOf(shape(state)),
  capture: listOf(shape({ ...place, share: maybeNumber, kinds, ...details })),
  screen: listOf(shape({ ...occasion, when: by, everyMs: maybeNumber, target: isText, quality: isNumber })),
  providers: listOf(shape({ ...occasion, provider: isText })),
  forward: listOf(shape(forward)),
  targeting: listOf(shape(audience)),
  link: shape({ slowKbps: isNumber, maxHoldMinutes: isNumber }),
  limits: shape({ sendBytes: isNumber, imageCount: isNumber, instructionCount: isNumber, drillDepth: isNumber }),
  session: shape({ idleMinutes: isNumber, maxMinutes: isNumber }),
  privacy: shape({ mask: optional(oneOf('inputs', 'text', 'all')) }),
  sample: isNumber,
  audience: maybeText,
  buffer: shape({
    ...{ minutes: isNumber, maxBytes: isNumber, checkpointEveryMs: isNumber },
    perKind: listOf(shape({ kinds, minutes: maybeNumber, maxBytes: maybeNumber })),
  }),
  triggers: listOf(trigger),
});
const published = shape({ revision: isNumber, hash: isText, publishedAt: isNumber, rules: ruleSet });
const instruction = shape({
  ...{ id: isText, issuedAt: isNumber, expiresAt: isNumber, triggerId: maybeText, depth: maybeNumber, ...draft },
  address: shape({ sessionId: isText, tabId: maybeText, pageId: maybeText, state: maybeText }),
});

/** @throws {WireError} `rule_set_invalid` */
export function parsePublishedRuleSet(value: unknown): PublishedRuleSet {
  if (published(value)) return value as PublishedRuleSet;
  throw new WireError('rule_set_invalid', 'the rule set is not one that this agent understands');
}

/** @throws {WireError} `instruction_invalid` */
export function parseInstruction(value: unknown): Instruction {
  if (instruction(value)) return value as Instruction;
  throw new WireError('instruction_invalid', 'the instruction is not one that this agent understands');
}
