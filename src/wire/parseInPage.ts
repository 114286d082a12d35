import { WireError } from './WireError.ts';
import { isExpression } from './expression.ts';
import type { Instruction } from './instruction.ts';
import { LIMITS } from './limits.ts';
import { RECORD_KINDS } from './recordKinds.ts';
import type { PublishedRuleSet } from './ruleSet.ts';

/**
 * What a page takes from its monitor, parsed by hand: the schemas with their library would cost every page 5 KB. The
 * monitor has checked it by schema before; here everything is checked that the agent relies on, so that nothing malformed
 * or hostile can make it fail. Tests hold these against the schemas.
 */
type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Check>>;

const isText: Check = (value) => typeof value === 'string' && value.length <= 4_000;
const isNumber: Check = (value) => Number.isFinite(value);
const isKind: Check = (value) => RECORD_KINDS.some((kind) => kind === value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= LIMITS.ruleCount && value.every(check);
const oneOf =
  (...values: string[]): Check =>
  (value) =>
    values.some((one) => one === value);
const shape =
  (fields: Fields): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return Object.entries(fields).every(([name, check]) => {
      return check(Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined);
    });
  };

const kinds = listOf(isKind);
const maybeText = optional(isText);
const maybeNumber = optional(isNumber);
const LINK = /^(https?:\/\/|mailto:|tel:|\/(?!\/))/;

/** Arguments by verb. */
const ORDERS: Readonly<Record<string, Fields>> = {
  send: { lastMs: maybeNumber, fromAt: maybeNumber, toAt: maybeNumber, liveMs: maybeNumber },
  hold: { lastMs: maybeNumber, forMs: isNumber },
  drop: { olderThanMs: maybeNumber },
  capture: { kinds },
  image: { target: isText, at: maybeNumber, agoMs: maybeNumber },
  'assist.message': {
    title: isText,
    text: isText,
    actions: optional(
      listOf(shape({ label: isText, href: optional((value) => typeof value === 'string' && LINK.test(value)) })),
    ),
  },
  rules: {},
  stop: {},
};

const order: Check = (value) => {
  const verb: unknown = typeof value === 'object' && value !== null && 'verb' in value ? value.verb : undefined;
  return typeof verb === 'string' && Object.hasOwn(ORDERS, verb) && shape(ORDERS[verb] ?? {})(value);
};
const draft: Fields = {
  order,
  limits: optional(shape({ maxMs: maybeNumber, maxBytes: maybeNumber, maxCount: maybeNumber, untilState: maybeText })),
};
const observed: Fields = { observes: kinds };

const trigger: Check = (value) => {
  const common = { id: isText, state: maybeText, where: oneOf('page', 'monitor'), ...observed, when: isExpression };
  const limits = shape({ perSession: isNumber, coolDownMs: isNumber });
  const parts = { ...common, limits, instructions: listOf(shape(draft)) };
  return [
    { type: oneOf('match') },
    { type: oneOf('count'), times: isNumber, withinMs: isNumber, by: optional(isExpression) },
    { type: oneOf('value'), of: isExpression, above: maybeNumber, below: maybeNumber },
  ].some((own) => shape({ ...parts, ...own })(value));
};

const maybeTruth = optional((value) => typeof value === 'boolean');
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
  frustration: optional((value) => shape({})(value) && Object.values(value as object).every(isNumber)),
  canvas: optional(shape({ everyMs: isNumber, quality: isNumber })),
  assets: optional(shape({ maxBytes: isNumber })),
};
const occasion: Fields = {
  ...{ id: isText, state: maybeText, when: isExpression },
  ...{ minIntervalMs: isNumber, maxCount: isNumber, ...observed },
};

const ruleSet = shape({
  version: (value) => value === 1,
  name: isText,
  states: listOf(shape({ id: isText, enter: isExpression, exit: optional(isExpression), ...observed })),
  capture: listOf(shape({ state: maybeText, kinds, ...details })),
  screen: listOf(shape({ ...occasion, when: optional(isExpression), everyMs: maybeNumber, target: isText })),
  providers: listOf(shape({ ...occasion, provider: isText })),
  session: shape({ idleMinutes: isNumber, maxMinutes: isNumber }),
  privacy: shape({ mask: optional(oneOf('inputs', 'text', 'all')) }),
  sample: isNumber,
  buffer: shape({ minutes: isNumber, maxBytes: isNumber, checkpointEveryMs: isNumber }),
  triggers: listOf(trigger),
});
const published = shape({ revision: isNumber, hash: isText, publishedAt: isNumber, rules: ruleSet });
const instruction = shape({
  ...{ id: isText, issuedAt: isNumber, expiresAt: isNumber, triggerId: maybeText, ...draft },
  address: shape({ sessionId: isText, tabId: maybeText, pageId: maybeText }),
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
