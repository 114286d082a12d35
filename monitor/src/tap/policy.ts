import { activeCapture, isInShare, joinDetails, matchCondition } from 'rewindow/rules';
import type { CaptureDetails, PublishedRuleSet, RecordData, RuleSet } from 'rewindow/wire';

export type NetworkDetail = NonNullable<CaptureDetails['network']>;

/** What a rule set wants of the exchanges of one session. */
export interface Policy {
  /** Undefined where none are to be recorded. */
  details: NetworkDetail | undefined;
  keepMs: number;
  maxBytes: number;
  forwardOf(data: RecordData<'network'>, at: number): 'live' | 'onRequest' | 'never';
}

const NOBODY: ReadonlySet<string> = new Set();

/**
 * A tap knows neither the states nor the audiences of a page. Where the agent itself has named the session in a header, a rule
 * that correlates applies on the page at that moment, whatever its state. Where the session comes from elsewhere (a cookie),
 * only rules for all states and everybody count. Headers and bodies follow such rules only, in either case.
 */
export function policyFor({ rules }: PublishedRuleSet, sessionId: string, isNamedByAgent: boolean): Policy {
  const general = activeCapture(rules, [], { sessionId, audiences: NOBODY }).filter(isOfNetwork);
  const isMeant = rules.audience === undefined && isInShare(sessionId, rules.sample);
  const isOn = isNamedByAgent ? rules.capture.some(isOfNetwork) : isMeant && general.length > 0;
  const own = rules.buffer.perKind.filter(isOfNetwork).at(-1);
  return {
    details: isOn ? (joinDetails(general).network ?? {}) : undefined,
    keepMs: (own?.minutes ?? rules.buffer.minutes) * 60_000,
    maxBytes: Math.min(own?.maxBytes ?? Infinity, rules.buffer.maxBytes),
    forwardOf: (data, at) => forwardOf(rules, data, at),
  };
}

function isOfNetwork({ kinds }: { kinds: readonly string[] }): boolean {
  return kinds.includes('network');
}

/** The last rule that applies counts. Where a tap can't know whether one does, `never` does, and the others do not. */
function forwardOf({ forward }: RuleSet, data: RecordData<'network'>, at: number) {
  let mode: RuleSet['forward'][number]['mode'] = 'onRequest';
  for (const rule of forward) {
    if (rule.kinds && !isOfNetwork({ kinds: rule.kinds })) continue;
    if (rule.when !== undefined && !matchCondition(rule.when, { record: { ...data, kind: 'network', at } })) continue;
    const isLocal = rule.state !== undefined || rule.audience !== undefined;
    if (!isLocal || rule.mode === 'never') ({ mode } = rule);
  }
  return mode;
}
