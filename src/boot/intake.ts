import type { Capture, ProviderRule, ScreenRule, Trigger } from '../wire/index.ts';
import type { Surroundings } from '../rules/input.ts';
import type { Followed, Steering } from './steering.ts';

export interface IntakeScope {
  steering: Pick<Steering, 'follow' | 'advance' | 'spend' | 'drillDepth'>;
  push(capture: Capture, isLive: boolean): void;
  /** What was captured in that time is forwarded. */
  sendPast(fromAt: number, toAt: number): void;
  surroundings(): Surroundings;
  revision(): number;
  onFired(trigger: Trigger, depth: number): void;
  onScreen(screen: ScreenRule): void;
  onProvider(rule: ProviderRule): void;
  /** States were entered or left, or something else has changed what is captured. */
  onStates(entered: string[]): void;
  /** Seen, whether it is kept or not. */
  onSeen(capture: Capture): void;
}

/** Where every captured fact goes through: the rules see it, it is kept or not, and what follows is done after it. */
export interface Intake {
  take(capture: Capture): void;
  /** Does what is due by time alone. */
  advance(at: number): void;
}

/** States and triggers make records, which may enter states and fire triggers: so many rounds and no more. */
const ROUND_MAX = 5;

export function createIntake(scope: IntakeScope): Intake {
  const { steering } = scope;
  const take = (capture: Capture, round: number) => {
    const followed = steering.follow(capture, scope.surroundings());
    if (followed.keep) scope.push(capture, followed.isLive);
    if (followed.pastFromAt !== undefined) scope.sendPast(followed.pastFromAt, capture.at);
    scope.onSeen(capture);
    carryOut(followed, capture.at, round);
  };
  const carryOut = (followed: Followed, at: number, round: number) => {
    const { entered, exited, fired, wouldFire, screens, providers, depth, isMoved } = followed;
    const refusals = fired.map((trigger) => [trigger, refusalOf(scope, trigger, depth)] as const);
    if (isMoved || entered.length + exited.length > 0) scope.onStates(entered);
    if (round < ROUND_MAX) {
      for (const state of exited) take({ kind: 'state', at, data: { type: 'exit', state } }, round + 1);
      for (const state of entered) take({ kind: 'state', at, data: { type: 'enter', state } }, round + 1);
      const said = { revision: scope.revision(), ...(depth > 0 && { depth }) };
      for (const { id } of wouldFire) {
        take({ kind: 'trigger', at, data: { trigger: id, ...said, dryRun: true } }, round + 1);
      }
      for (const [{ id }, refusal] of refusals) {
        if (refusal) take({ kind: 'agent', at, data: refusal }, round + 1);
        else take({ kind: 'trigger', at, data: { trigger: id, ...said } }, round + 1);
      }
    }
    for (const [trigger, refusal] of refusals) if (!refusal) scope.onFired(trigger, depth);
    for (const screen of screens) {
      if (steering.spend('imageCount')) scope.onScreen(screen);
      else if (round < ROUND_MAX) take({ kind: 'agent', at, data: tooMany(screen.id, 'images') }, round + 1);
    }
    providers.forEach(scope.onProvider);
  };
  return {
    take(capture) {
      take(capture, 0);
    },
    advance(at) {
      carryOut(steering.advance(at, scope.surroundings()), at, 0);
    },
  };
}

/** Why a trigger is not carried out, though it has fired. */
function refusalOf({ steering }: IntakeScope, { id, instructions }: Trigger, depth: number) {
  if (depth > steering.drillDepth()) {
    return { code: 'drill_too_deep', message: `${id}: ${String(depth)} instructions have led to it` };
  }
  if (steering.spend('instructionCount', instructions.length)) return undefined;
  return tooMany(id, 'instructions');
}

function tooMany(id: string, what: string) {
  return { code: 'limit_reached', message: `${id}: the session has had as many ${what} as the rules allow` };
}
