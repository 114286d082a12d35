import type { PageStorage } from '../browser/storage.ts';
import { refusal } from '../feedback/refusal.ts';
import { parseLooseRules, type LooseRules } from '../feedback/reply.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Standstill } from '../wire/feedback.ts';
import type { Agent } from './agent.ts';
import type { LoadCounter } from './loadCounter.ts';
import type { RuleMemory } from './ruleMemory.ts';
import type { Phase } from './status.ts';

export interface AdoptionScope {
  /** Where the last good rule set is kept, so that the next page starts with it at once. */
  storage: Pick<PageStorage, 'get' | 'set' | 'remove'>;
  memory: RuleMemory;
  /** Its code comes with the agent's: undefined before anything could be used. */
  counter(): LoadCounter | undefined;
  /** Asks the monitor again. */
  recheckRules(): void;
  /** Resolves with what starts the agent, as soon as its code is there, and what these rules need. Starting throws where the rules are refused. */
  load(rules: object): Promise<(rules: object) => Agent>;
  /** Something wants the agent though no rule does: instructions. */
  isCalled(): boolean;
  /** Rejects where the rule set is not the monitor's; absent where the host has given no key. */
  verify?: ((rules: LooseRules) => Promise<void>) | undefined;
  note(reason: string): void;
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
  /** The newest rule set that was offered, applied or not: what the monitor need not send again. */
  offered(): LooseRules | undefined;
  /** What the page works by. */
  rules(): LooseRules | undefined;
  agent(): Agent | undefined;
  /** Dormant is a page, too, whose agent only carries out instructions, as long as they capture nothing. */
  phase(): Phase;
  /** Why nothing is recorded. */
  reason(): Standstill | undefined;
  /** The monitor has no rule set for this application, or does not answer. */
  rest(): void;
  /** The monitor has not been heard for too long. */
  sleep(): void;
  /** Something has come that may call the agent of a dormant page. */
  rouse(): void;
}

const NAME = 'rules';

interface Course {
  phase: Phase;
  reason?: Standstill | undefined;
  offered?: LooseRules | undefined;
  /** What runs. */
  rules?: LooseRules | undefined;
  /** Waits for the agent's code. */
  next?: LooseRules | undefined;
  /** Waited before that one: its turn comes where that one is refused. */
  spare?: LooseRules | undefined;
  agent?: Agent | undefined;
  isStopped: boolean;
  /** From the page before. An agent that has become newer since may refuse it, and asks for the rules anew then. */
  cached: LooseRules | undefined;
  watching?: Stoppable | undefined;
}

export function createAdoption(scope: AdoptionScope): Adoption {
  const cached = parseLooseRules(scope.storage.get(NAME));
  const course: Course = { phase: 'starting', isStopped: false, cached };
  const phase = () => (course.phase === 'dormant' && course.agent?.isRecording() ? 'recording' : course.phase);
  const adopt = (next: LooseRules) => {
    if (next.hash === course.offered?.hash || course.isStopped) return;
    course.offered = next;
    if (scope.memory.isOld(next)) {
      refuse(scope, course, next, refusal('rule_set_old', 'this session had a newer rule set already'));
    } else examine(scope, course, next);
  };
  // What is old is left to the question at load, which has not begun yet.
  if (cached && !scope.memory.isStale(cached) && !scope.memory.isOld(cached)) adopt(cached);
  return {
    adopt,
    offered: () => course.offered,
    rules: () => course.rules,
    agent: () => course.agent,
    phase,
    reason: () => (phase() === 'dormant' ? course.reason : undefined),
    rest() {
      if (!(course.offered ?? course.agent)) lieDown(course, 'no_rules');
      void changed(scope, course);
    },
    sleep() {
      lieDown(course, 'no_rules');
      // So that it is sent again, and wakes the agent.
      course.offered = course.rules = course.next = course.spare = undefined;
      scope.onPhase();
    },
    rouse: () => void changed(scope, course),
    stop() {
      course.isStopped = true;
      course.watching?.stop();
      course.agent?.stop();
      course.agent = undefined;
    },
  };
}

function lieDown(course: Course, reason: Standstill): void {
  course.watching?.stop();
  course.agent?.stop();
  course.agent = undefined;
  Object.assign(course, { phase: 'dormant', reason });
}

/** A rule set may have to be verified first; what comes meanwhile replaces it. */
function examine(scope: AdoptionScope, course: Course, next: LooseRules): void {
  if (!scope.verify) {
    apply(scope, course, next);
    return;
  }
  const { offered } = course;
  const isDue = () => course.offered === offered && !course.isStopped;
  scope.verify(next).then(
    () => {
      if (isDue()) apply(scope, course, next);
    },
    (error: unknown) => {
      if (isDue()) refuse(scope, course, next, error);
    },
  );
}

function apply(scope: AdoptionScope, course: Course, next: LooseRules): void {
  const { agent } = course;
  const reason = standstillOf(scope, next);
  if (reason && !(agent && course.phase === 'dormant')) {
    settle(scope, course, next, () => {
      lieDown(course, reason);
      return undefined;
    });
  } else if (agent) {
    // Where it is to rest, it runs for the sake of instructions, not of rules.
    const given = reason ? quietly(next) : next;
    agent.prepare(given, () => {
      settle(scope, course, next, () => {
        agent.adopt(given);
        return agent;
      });
    });
  } else {
    course.spare = course.next;
    course.next = next;
    void wake(scope, course, next);
  }
}

function standstillOf(scope: AdoptionScope, { dormant, sample }: LooseRules): Standstill | undefined {
  if (dormant) return 'rules_empty';
  return scope.isSampled(sample) ? undefined : 'not_sampled';
}

/** Applies by `action`, which gives the agent that runs then; what is refused leaves what ran before as it is. */
function settle(
  scope: AdoptionScope,
  course: Course,
  next: LooseRules,
  action: () => Agent | undefined,
): Agent | undefined {
  try {
    const reason = standstillOf(scope, next);
    if (!reason && scope.counter()?.enter(next.hash) === false) {
      throw refusal('rule_set_poison', 'pages have not survived this rule set');
    }
    const agent = (course.agent = action());
    course.rules = next;
    course.next = course.spare = undefined;
    Object.assign(course, { phase: reason ? 'dormant' : 'recording', reason });
    course.watching?.stop();
    if (agent && !reason) course.watching = scope.counter()?.watch(next, () => agent.status());
    scope.storage.set(NAME, next);
    scope.memory.adopted(next);
    scope.onSettled(next);
    void changed(scope, course);
    return agent;
  } catch (error) {
    scope.counter()?.leave(next.hash);
    refuse(scope, course, next, error);
    return undefined;
  }
}

async function wake(scope: AdoptionScope, course: Course, wanted: LooseRules): Promise<void> {
  const start = await scope.load(wanted);
  const { next } = course;
  // Meanwhile another rule set may have come, or another call may have been faster.
  if (course.isStopped || course.agent || !next) return;
  course.next = undefined;
  const started = settle(scope, course, next, () => start(next));
  if (started) scope.onStarted(started);
}

/** Where instructions wait then and no rule wakes the agent, it starts with what the rules say besides capturing. */
async function changed(scope: AdoptionScope, course: Course): Promise<void> {
  scope.onPhase();
  const isDue = () =>
    course.phase === 'dormant' && !(course.isStopped || course.agent || course.next) && scope.isCalled();
  // What was refused may have asked for more masking.
  const quiet = () => quietly(course.rules ?? (course.offered && { rules: { privacy: { mask: 'all' } } }));
  try {
    const start = isDue() && (await scope.load(quiet()));
    if (!start || !isDue()) return;
    scope.onStarted((course.agent = start(quiet())));
  } catch (error) {
    scope.note(String(error));
  }
}

/** With it the agent captures nothing by itself. */
function quietly(rules: object | undefined): object {
  return { ...rules, dormant: true };
}

/** What runs goes on; where nothing does, the one that waited before has its turn, or the last good one. */
function refuse(scope: AdoptionScope, course: Course, refused: LooseRules, error: unknown): void {
  scope.onSettled(refused, error instanceof Error ? error : new Error(String(error)));
  const { agent, rules, next, spare, cached, offered } = course;
  const counter = scope.counter();
  const isPoison = counter?.isPoison(refused.hash) === true;
  const good = isPoison ? counter.lastGood() : undefined;
  if (!(agent ?? rules ?? next)) {
    course.spare = undefined;
    if (spare) apply(scope, course, spare);
    else if (good && !scope.memory.isStale(good)) examine(scope, course, good);
    else if (refused === cached && refused === offered && !isPoison) {
      scope.storage.remove(NAME);
      course.offered = undefined;
      scope.recheckRules();
    } else lieDown(course, 'no_rules');
  }
  void changed(scope, course);
}
