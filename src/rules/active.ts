import type { RuleSet } from '../wire/ruleSet.ts';
import { isActive } from './run.ts';
import { isInShare } from './share.ts';

/** Whom a rule set is applied to. */
export interface Whom {
  sessionId: string;
  audiences: ReadonlySet<string>;
}

/** The capture rules that apply in these states. Without `whom`, for nobody in particular: in no audience, but in each share. */
export function activeCapture(ruleSet: RuleSet, states: Iterable<string>, whom?: Whom): RuleSet['capture'] {
  const entered = Object.fromEntries([...states].map((id) => [id, 0]));
  return ruleSet.capture.filter(
    (rule) =>
      isActive(rule, entered, whom?.audiences) &&
      (whom === undefined || rule.share === undefined || isInShare(whom.sessionId, rule.share)),
  );
}
