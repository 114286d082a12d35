import type { PageStorage } from '../browser/storage.ts';
import { parseLooseRules, type LooseRules } from '../feedback/reply.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Agent } from './agent.ts';
import type { Phase } from './status.ts';

export interface AdoptionScope {
  /** Where the last good rule set is kept, so that the next page starts with it at once. */
  storage: PageStorage;
  /** Asks the monitor again. */
  recheckRules(): void;
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

interface Course {
  phase: Phase;
  rules?: LooseRules | undefined;
  agent?: Agent | undefined;
  isStopped: boolean;
  /** From the page before. An agent that has become newer since may refuse it, and asks for the rules anew then. */
  cached: LooseRules | undefined;
}

export function createAdoption(scope: AdoptionScope): Adoption {
  const course: Course = { phase: 'starting', isStopped: false, cached: parseLooseRules(scope.storage.get(NAME)) };
  const adopt = (next: LooseRules) => {
    if (next.hash === course.rules?.hash || course.isStopped) return;
    course.rules = next;
    const { agent } = course;
    if (isAsleep(scope, next)) {
      settle(scope, course, next, () => {
        agent?.stop();
        course.agent = undefined;
      });
    } else if (agent) settle(scope, course, next, () => agent.adopt(next));
    else void wake(scope, course);
  };
  if (course.cached) adopt(course.cached);
  return {
    adopt,
    rules: () => course.rules,
    agent: () => course.agent,
    phase: () => course.phase,
    rest() {
      if (course.rules === undefined) course.phase = 'dormant';
      scope.onPhase();
    },
    stop() {
      course.isStopped = true;
      course.agent?.stop();
    },
  };
}

function isAsleep(scope: AdoptionScope, { dormant, sample }: LooseRules): boolean {
  return dormant || !scope.isSampled(sample);
}

/** Applies by `action`; a rule set that is refused leaves what ran before as it is. */
function settle(scope: AdoptionScope, course: Course, next: LooseRules, action: () => void): void {
  try {
    action();
    course.phase = course.agent ? 'recording' : 'dormant';
    scope.storage.set(NAME, next);
    scope.onSettled(next);
    scope.onPhase();
  } catch (error) {
    scope.onSettled(next, error instanceof Error ? error : new Error(String(error)));
    if (next !== course.cached) return;
    scope.storage.remove(NAME);
    course.rules = undefined;
    scope.recheckRules();
  }
}

async function wake(scope: AdoptionScope, course: Course): Promise<void> {
  const start = await scope.load();
  const { rules } = course;
  // Meanwhile another rule set may have come, or another call may have been faster.
  if (course.isStopped || course.agent || !rules || isAsleep(scope, rules)) return;
  const started: Agent[] = [];
  settle(scope, course, rules, () => {
    course.agent = start(rules);
    started.push(course.agent);
  });
  started.forEach(scope.onStarted);
}
