import { WireError } from './WireError.ts';
import { isNumber, isText, isTruth, listOf, oneOf, optional, shape, type Check, type Fields } from './checks.ts';
import { isExpression } from './expression.ts';
import type { Instruction } from './instruction.ts';
import {
  details,
  kinds,
  maybeNumber,
  maybeText,
  maybeTexts,
  parseOutline,
  place,
  ruleSetInvalid,
} from './parseOutline.ts';
import type { PublishedRuleSet, RuleSet } from './ruleSet.ts';

/**
 * What a page takes from its monitor, parsed by hand: the schemas with their library would cost every page 5 KB. The
 * monitor has checked it by schema before; here everything is checked that the agent relies on, so that nothing malformed
 * or hostile can make it fail. Tests hold these against the schemas.
 */
/** Memories are kept by id: `__proto__` is none. */
const isId: Check = (value) => isText(value) && /^[a-z]/i.test(String(value));
const LINK = /^(https?:\/\/|mailto:|tel:|\/(?!\/))/;

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

const rulesBesides = shape({
  states: listOf(shape(state)),
  screen: listOf(shape({ ...occasion, when: by, everyMs: maybeNumber, target: isText, quality: isNumber })),
  providers: listOf(shape({ ...occasion, provider: isText })),
  forward: listOf(shape(forward)),
  targeting: listOf(shape(audience)),
  triggers: listOf(trigger),
});
const instruction = shape({
  ...{ id: isText, issuedAt: isNumber, expiresAt: isNumber, triggerId: maybeText, depth: maybeNumber, ...draft },
  address: shape({ sessionId: isText, tabId: maybeText, pageId: maybeText, state: maybeText }),
});

/** The rules besides captures. @throws {WireError} `rule_set_invalid` */
export function checkRules(rules: RuleSet): void {
  if (!rulesBesides(rules)) throw ruleSetInvalid();
}

/** @throws {WireError} `rule_set_invalid` */
export function parsePublishedRuleSet(value: unknown): PublishedRuleSet {
  const parsed = parseOutline(value);
  checkRules(parsed.rules);
  return parsed;
}

/** @throws {WireError} `instruction_invalid` */
export function parseInstruction(value: unknown): Instruction {
  if (instruction(value)) return value as Instruction;
  throw new WireError('instruction_invalid', 'the instruction is not one that this agent understands');
}
