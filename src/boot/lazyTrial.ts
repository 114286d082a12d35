import type { Stoppable } from '../tools/stop.ts';
import type { Capture } from '../wire/record.ts';
import type { Summary } from '../wire/summary.ts';
import type { PatientLoad } from './patientLoad.ts';
import type { startTrial, Trial, TrialScope } from './trial.ts';

/** A trial, where the monitor wants one: hardly any page has it, so that its code is loaded then. */
export interface LazyTrial extends Stoppable {
  /** Takes the place of the one before; null ends it. */
  offer(rules: unknown): void;
  follow(capture: Capture): void;
  facts(): Summary['trial'];
}

export function createLazyTrial(
  code: PatientLoad<{ startTrial: typeof startTrial }>,
  scope: TrialScope & { note(reason: string): void },
): LazyTrial {
  let wanted: unknown;
  let trial: Trial | undefined;
  /** Whatever a trial does, what is published goes on. */
  const attempt = (run: () => void) => {
    try {
      run();
    } catch (error) {
      trial = undefined;
      scope.note(`trial: ${String(error)}`);
    }
  };
  const offer = (rules: unknown) => {
    attempt(() => trial?.stop());
    trial = undefined;
    wanted = rules;
    if (!rules) return;
    void code.get().then((module) => {
      if (rules !== wanted) return;
      attempt(() => {
        trial = module.startTrial(scope, rules);
        // The monitor is to hear that it is tried here, also where it fires nothing.
        scope.onCounted();
      });
    });
  };
  return {
    offer,
    follow(capture) {
      attempt(() => trial?.follow(capture));
    },
    facts: () => trial?.facts(),
    stop() {
      code.stop();
      offer(null);
    },
  };
}
