import type { RuleSet, RuleSetSource } from 'rewindow/wire';
import type { Placement } from '../api/contract.ts';
import { usesName } from './names.ts';

type Where = Placement['where'];

/** Where a trigger with these conditions runs: in the page, unless it asks for what only the monitor knows. */
export function placeOf(conditions: unknown, said: Where | undefined): Where {
  return said ?? (usesName(conditions, 'profile') ? 'monitor' : 'page');
}

/** What is wrong with the place of a trigger: one side lacks what its conditions ask for. */
export function misplaced(conditions: unknown, said: Where | undefined): string | undefined {
  const asksProfile = usesName(conditions, 'profile');
  const asksLink = usesName(conditions, 'link');
  if (asksProfile && asksLink) {
    return 'this runs nowhere: profile is known to the monitor only, link to the page only';
  }
  if (asksProfile && said === 'page') return 'profile is known to the monitor only, so this can not run in the page';
  if (asksLink && said === 'monitor') return 'link is known to the page only, so this can not run in the monitor';
  return undefined;
}

/** Where each trigger runs, rules of `assist` among them, and why there. */
export function describePlacement({ rules, source }: { rules: RuleSet; source: RuleSetSource }): Placement[] {
  const said = new Map(source.triggers.map(({ id, where }) => [id, where]));
  return rules.triggers.map((trigger) => ({
    id: trigger.id,
    where: trigger.where,
    reason: reasonOf(trigger, said.get(trigger.id)),
  }));
}

function reasonOf(trigger: RuleSet['triggers'][number], said: Where | undefined): string {
  const asksProfile = usesName({ ...trigger, instructions: [] }, 'profile');
  if (asksProfile) return 'It asks for the profile of the user, which only the monitor knows.';
  if (said === 'monitor') return 'The rule says so. It sees what has been sent, over all tabs of the session.';
  if (said === 'page') return 'The rule says so. It sees every record, sent or not.';
  return 'All that it asks for is in the page: it fires at once, without a round trip.';
}
