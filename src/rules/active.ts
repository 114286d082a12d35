import type { RuleSet } from '../wire/ruleSet.ts';
import { isInShare } from './share.ts';

const NO_AUDIENCES: ReadonlySet<string> = new Set();

/** Whether a rule that is for a state or an audience applies now. */
export function isActive(
  { state, audience }: { state?: string | undefined; audience?: string | undefined },
  states: Readonly<Record<string, number>>,
  audiences: ReadonlySet<string> = NO_AUDIENCES,
): boolean {
  return (state === undefined || Object.hasOwn(states, state)) && (audience === undefined || audiences.has(audience));
}

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
