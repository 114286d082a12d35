import { WireError } from './WireError.ts';
import { isNumber, isText, isTruth, listOf, mapOf, oneOf, optional, shape, type Check, type Fields } from './checks.ts';
import { RECORD_KINDS } from './recordKinds.ts';
import type { PublishedRuleSet } from './ruleSet.ts';

/**
 * What every page checks of a rule set: what captures need, and as much of the rest as tells whether more code is wanted. With
 * that code comes the check of the rest (`parseInPage.ts`).
 */
const isKind: Check = (value) => RECORD_KINDS.some((kind) => kind === value);
export const kinds = listOf(isKind);
export const maybeText = optional(isText);
export const maybeNumber = optional(isNumber);
const maybeTruth = optional(isTruth);
export const maybeTexts = optional(listOf(isText));
/** As far as a wrong value could do harm; the agent reads the rest with care. */
export const details: Fields = {
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
  dom: optional(shape({ changeEveryMs: isNumber })),
  canvas: optional(shape({ everyMs: isNumber, quality: isNumber })),
  assets: optional(shape({ maxBytes: isNumber })),
};

/** Where a rule applies. */
export const place: Fields = { state: maybeText, audience: maybeText };

const anything = listOf(shape({}));
const observing = listOf(shape({ observes: kinds }));
const published = shape({
  ...{ revision: isNumber, hash: isText, publishedAt: isNumber },
  rules: shape({
    version: (value) => value === 1,
    name: isText,
    capture: listOf(shape({ ...place, share: maybeNumber, kinds, ...details })),
    ...{ states: observing, screen: observing, providers: observing, triggers: observing },
    ...{ forward: anything, targeting: anything },
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
  }),
});

/** @throws {WireError} `rule_set_invalid` */
export function parseOutline(value: unknown): PublishedRuleSet {
  if (published(value)) return value as PublishedRuleSet;
  throw ruleSetInvalid();
}

export function ruleSetInvalid(): WireError {
  return new WireError('rule_set_invalid', 'the rule set is not one that this agent understands');
}
