import type { PageStorage } from '../browser/storage.ts';
import { parseLooseRules, type LooseRules } from '../feedback/reply.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Agent } from './agent.ts';
import type { Phase } from './status.ts';

export interface AdoptionScope {
  /** Where the last good rule set is kept, so that the next page starts with it at once. */
  storage: PageStorage;
  /** Resolves with what starts the agent, as soon as its code is there. Starting throws where the rules are refused. */
  load(): Promise<(rules: LooseRules) => Agent>;
  /** Runs now; also after it had slept. */
  onStarted(agent: Agent): void;
  /** The phase may have changed. */
  onPhase(): void;
  /** Whether this session is among that share of all. */
  isSampled(share: number): boolean;
  /** The rule set was applied, or refused with this error. */
  onSettled(rules: LooseRules, error?: Error): void;
}

/** Follows the monitor's rule sets: wakes the agent, hands it the next one, puts it to sleep. */
export interface Adoption extends Stoppable {
  adopt(rules: LooseRules): void;
  /** The newest rule set that was offered, applied or not. */
  rules(): LooseRules | undefined;
  agent(): Agent | undefined;
  phase(): Phase;
  /** The monitor has no rule set for this application. */
  rest(): void;
}

const NAME = 'rules';

export function createAdoption(scope: AdoptionScope): Adoption {
  let phase: Phase = 'starting';
  let rules: LooseRules | undefined;
  let agent: Agent | undefined;
  let isStopped = false;

  /** Applies by `action`; a rule set that is refused leaves what ran before as it is. */
  const settle = (next: LooseRules, action: () => void) => {
    try {
      action();
      phase = agent ? 'recording' : 'dormant';
      scope.storage.set(NAME, next);
      scope.onSettled(next);
      scope.onPhase();
    } catch (error) {
      scope.onSettled(next, error instanceof Error ? error : new Error(String(error)));
    }
  };
  const isAsleep = ({ dormant, sample }: LooseRules) => dormant || !scope.isSampled(sample);
  const wake = async () => {
    const start = await scope.load();
    // Meanwhile another rule set may have come, or another call may have been faster.
    if (isStopped || agent || !rules || isAsleep(rules)) return;
    const wanted = rules;
    settle(wanted, () => {
      agent = start(wanted);
    });
    // Set by the action above, unless the rules were refused.
    const started = agent as Agent | undefined;
    if (started) scope.onStarted(started);
  };
  const adopt = (next: LooseRules) => {
    if (next.hash === rules?.hash || isStopped) return;
    rules = next;
    if (isAsleep(next)) {
      settle(next, () => {
        agent?.stop();
        agent = undefined;
      });
    } else if (agent) settle(next, () => agent?.adopt(next));
    else void wake();
  };
  const cached = parseLooseRules(scope.storage.get(NAME));
  if (cached) adopt(cached);
  return {
    adopt,
    rules: () => rules,
    agent: () => agent,
    phase: () => phase,
    rest() {
      if (rules === undefined) phase = 'dormant';
      scope.onPhase();
    },
    stop() {
      isStopped = true;
      agent?.stop();
    },
  };
}
