import type { RuleSet } from 'rewindow/wire';
import { usesName } from './names.ts';

/** Whether some trigger of the rule set runs in the monitor. */
export function hasMonitorTriggers({ rules }: { rules: Pick<RuleSet, 'triggers'> }): boolean {
  return rules.triggers.some(({ where }) => where === 'monitor');
}

/** Whether a trigger of the monitor asks for the profile of the user. */
export function asksProfile({ rules }: { rules: Pick<RuleSet, 'triggers'> }): boolean {
  return rules.triggers.some(({ instructions: _ordered, ...trigger }) => {
    return trigger.where === 'monitor' && usesName(trigger, 'profile');
  });
}
