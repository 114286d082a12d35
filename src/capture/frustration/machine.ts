import { takeNatives } from '../../browser/natives.ts';
import type { Stoppable } from '../../tools/stop.ts';
import type { FrustrationDetail } from '../../wire/captureDetails.ts';
import type { CaptureScope } from '../tracker.ts';
import { awaitsEffect, decide, nextDueAt, type Decision, type Fact, type State } from './decide.ts';
import { watchEffects } from './watchEffects.ts';

/** As the rules' schema has them. */
export const THRESHOLDS: FrustrationDetail = {
  rageClickCount: 3,
  rageWithinMs: 1_000,
  rageRadiusPx: 30,
  deadAfterMs: 2_500,
  errorWithinMs: 1_000,
  thrashTurnCount: 8,
  thrashWithinMs: 1_500,
};

export interface Machine extends Stoppable {
  /** The page may answer from here on. @param path of the event that it may answer */
  expect(path: readonly EventTarget[]): void;
  /** @param toFact asked later; undefined where there is no fact in it after all */
  feed(toFact: () => Fact<Element> | undefined): void;
  /** What waits for time is decided; what waits for an answer can't be. */
  end(): void;
}

/** Feeds the decisions with facts, with the passing of time, and with effects while they matter: later, in their order. */
export function startMachine(scope: CaptureScope, onDecision: (decision: Decision<Element>) => void): Machine {
  let state: State<Element> = { pending: [] };
  /** Facts that have not been looked at yet, and whether one of them is an effect that nothing else has followed. */
  let waitingCount = 0;
  let isEffectLast = false;
  let isStopped = false;
  const limits = () => scope.details().frustration ?? THRESHOLDS;
  const watch = watchEffects(scope, () => {
    if (isEffectLast || (waitingCount === 0 && !awaitsEffect(state))) return;
    const at = scope.now();
    feed(() => ({ type: 'effect', at }));
    isEffectLast = waitingCount > 0;
  });
  const feed: Machine['feed'] = (toFact) => {
    waitingCount += 1;
    isEffectLast = false;
    scope.later(() => {
      waitingCount -= 1;
      if (waitingCount === 0) isEffectLast = false;
      const fact = isStopped ? undefined : toFact();
      if (fact) take(fact);
      if (isStopped || waitingCount > 0) return;
      watch.changes.widen();
      if (!awaitsEffect(state)) watch.changes.end();
    });
  };
  const take = (fact: Fact<Element>) => {
    const step = decide(state, fact, limits());
    state = step.state;
    step.decisions.forEach(onDecision);
    alarm.set(nextDueAt(state, limits()), fact.at);
  };
  const alarm = createAlarm(scope, () => {
    const at = scope.now();
    feed(() => ({ type: 'tick', at }));
  });
  const end = () => {
    const at = scope.now();
    feed(() => ({ type: 'effect', at }));
    feed(() => ({ type: 'tick', at: Infinity }));
  };
  return {
    expect: watch.changes.begin,
    feed,
    end,
    stop() {
      take({ type: 'effect', at: scope.now() });
      take({ type: 'tick', at: Infinity });
      isStopped = true;
      alarm.stop();
      watch.stop();
    },
  };
}

/** One timer, for the time that was set last. */
function createAlarm({ window, guard }: CaptureScope, ring: () => void) {
  const natives = takeNatives(window);
  let timer: number | undefined;
  let dueAt: number | undefined;
  const onTime = guard(() => {
    dueAt = undefined;
    ring();
  });
  return {
    set(next: number | undefined, now: number) {
      if (next === dueAt) return;
      natives.clearTimeout(timer);
      dueAt = next;
      if (next !== undefined) timer = natives.setTimeout(onTime, Math.max(0, Math.ceil(next - now)));
    },
    stop() {
      natives.clearTimeout(timer);
    },
  };
}
