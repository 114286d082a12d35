import type { RuleSet } from '../wire/ruleSet.ts';

/** What a page goes by that has no rules, as the wire's schema has it where a rule set says nothing. */
const NOTHING: Omit<RuleSet, 'capture' | 'screen' | 'providers' | 'triggers' | 'link'> & { link: object } = {
  ...{ version: 1, name: 'none', states: [], forward: [], targeting: [], privacy: {}, sample: 1 },
  buffer: { minutes: 3, maxBytes: 20_000_000, checkpointEveryMs: 60_000, perKind: [] },
  link: { slowKbps: 300, maxHoldMinutes: 60 },
  limits: { sendBytes: 50_000_000, imageCount: 200, instructionCount: 200, drillDepth: 3, ttlHours: 168 },
  session: { idleMinutes: 30, maxMinutes: 720 },
};

/**
 * The rules of an agent that runs for the sake of instructions: states to be addressed, what may be forwarded, what is masked;
 * nothing that makes records. Not all that is given needs to be there.
 */
export function toQuiet(given: object): object {
  const { rules } = given as { rules?: object };
  const nothing = { capture: [], screen: [], providers: [], triggers: [] };
  return { revision: 0, hash: '', publishedAt: 0, ...given, rules: { ...NOTHING, ...rules, ...nothing } };
}
