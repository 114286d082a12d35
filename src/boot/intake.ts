import type { Capture, ProviderRule, ScreenRule, Trigger } from '../wire/index.ts';
import type { Surroundings } from '../rules/input.ts';
import type { Steering } from './steering.ts';

export interface IntakeScope {
  steering: Steering;
  push(capture: Capture): void;
  surroundings(): Surroundings;
  revision(): number;
  onFired(trigger: Trigger): void;
  onScreen(screen: ScreenRule): void;
  onProvider(rule: ProviderRule): void;
  /** States were entered or left: other trackers may be needed. */
  onStates(entered: string[]): void;
  /** Seen, whether it is kept or not. */
  onSeen(capture: Capture): void;
}

/** States and triggers make records, which may enter states and fire triggers: so many rounds and no more. */
const ROUND_MAX = 5;

/** Where every captured fact goes through: the rules see it, it is kept or not, and what follows is done after it. */
export function createIntake(scope: IntakeScope): (capture: Capture) => void {
  const take = (capture: Capture, round: number) => {
    const { keep, entered, exited, fired, screens, providers } = scope.steering.follow(capture, scope.surroundings());
    if (keep) scope.push(capture);
    scope.onSeen(capture);
    const { at } = capture;
    const moved = [
      ...exited.map((state) => ({ type: 'exit', state }) as const),
      ...entered.map((state) => ({ type: 'enter', state }) as const),
    ];
    if (moved.length > 0) scope.onStates(entered);
    if (round < ROUND_MAX) {
      for (const data of moved) take({ kind: 'state', at, data }, round + 1);
      for (const { id } of fired) {
        take({ kind: 'trigger', at, data: { trigger: id, revision: scope.revision() } }, round + 1);
      }
    }
    fired.forEach(scope.onFired);
    screens.forEach(scope.onScreen);
    providers.forEach(scope.onProvider);
  };
  return (capture) => {
    take(capture, 0);
  };
}
