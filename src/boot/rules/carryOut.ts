import type { Effects } from '../../rules/run.ts';
import type { Capture } from '../../wire/record.ts';
import type { Trigger } from '../../wire/triggers.ts';
import type { IntakeScope } from '../intake.ts';

export interface Occurrence {
  effects: Effects;
  at: number;
  /** How many instructions led to it. */
  depth: number;
}

type Scope = Pick<IntakeScope, 'steering' | 'revision' | 'onFired' | 'onScreen' | 'onProvider'>;

/** Does what follows from a record or from time: says it in records of its own, by `say`, and has it carried out. */
export function carryOut(scope: Scope, { effects, at, depth }: Occurrence, say: (capture: Capture) => void): void {
  const { entered, exited, fired, wouldFire, screens, providers } = effects;
  const { steering } = scope;
  const said = { revision: scope.revision(), ...(depth > 0 && { depth }) };
  const carried = fired.filter((trigger) => {
    const data = refusalOf(scope, trigger, depth);
    if (data) say({ kind: 'agent', at, data });
    return !data;
  });
  for (const state of exited) say({ kind: 'state', at, data: { type: 'exit', state } });
  for (const state of entered) say({ kind: 'state', at, data: { type: 'enter', state } });
  for (const { id } of wouldFire) say({ kind: 'trigger', at, data: { trigger: id, ...said, dryRun: true } });
  for (const { id } of carried) say({ kind: 'trigger', at, data: { trigger: id, ...said } });
  for (const trigger of carried) scope.onFired(trigger, depth);
  for (const screen of screens) {
    if (steering.spend('imageCount')) scope.onScreen(screen);
    else say({ kind: 'agent', at, data: tooMany(screen.id, 'images') });
  }
  providers.forEach(scope.onProvider);
}

/** Why a trigger is not carried out, though it has fired. */
function refusalOf({ steering }: Scope, { id, instructions }: Trigger, depth: number) {
  if (depth > steering.drillDepth()) {
    return { code: 'drill_too_deep', message: `${id}: ${String(depth)} instructions have led to it` };
  }
  return steering.spend('instructionCount', instructions.length) ? undefined : tooMany(id, 'instructions');
}

function tooMany(id: string, what: string) {
  return { code: 'limit_reached', message: `${id}: the session has had as many ${what} as the rules allow` };
}
