import type { Capture, ProviderRule, ScreenRule, Trigger } from '../wire/index.ts';
import type { RuleCode } from './ruleCode.ts';
import type { Followed, Steering } from './steering.ts';

export interface IntakeScope {
  steering: Pick<Steering, 'follow' | 'advance' | 'spend' | 'drillDepth'>;
  ruleCode(): RuleCode | undefined;
  push(capture: Capture, isLive: boolean): void;
  /** What was captured in that time is forwarded. */
  sendPast(fromAt: number, toAt: number): void;
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
    const followed = steering.follow(capture);
    if (followed.keep) scope.push(capture, followed.isLive);
    if (followed.pastFromAt !== undefined) scope.sendPast(followed.pastFromAt, capture.at);
    scope.onSeen(capture);
    goOn(followed, capture.at, round);
  };
  const goOn = ({ effects, isMoved, depth }: Followed, at: number, round: number) => {
    if (isMoved) scope.onStates(effects?.entered ?? []);
    if (!effects) return;
    scope.ruleCode()?.rules.carryOut(scope, { effects, at, depth }, (capture) => {
      if (round < ROUND_MAX) take(capture, round + 1);
    });
  };
  return {
    take(capture) {
      take(capture, 0);
    },
    advance(at) {
      goOn(steering.advance(at), at, 0);
    },
  };
}
