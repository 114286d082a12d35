import { parseOutline } from '../wire/parseOutline.ts';
import type { PublishedRuleSet, RuleSet } from '../wire/ruleSet.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { AgentScope } from './agentScope.ts';
import type { HostCall } from './face.ts';
import type { FramedPageScope } from './framedPage.ts';
import { startLifeCycle } from './lifeCycle.ts';
import { createLoadCounter } from './loadCounter.ts';
import { createParts } from './parts.ts';
import { workerSettings } from './pageWorker.ts';
import { fetchRuleCode, loadRuleCode, suffices, type RuleCode } from './ruleCode.ts';
import { toQuiet } from './quietRules.ts';
import type { PatientLoad } from './patientLoad.ts';
import type { Reporter } from './reporter.ts';
import type { Status } from './status.ts';
import type { Steering } from './steering.ts';
import type { Store } from './store.ts';

/** A page in a frame that another page records: few are, so that its code is a chunk of its own. */
export async function startFramedPage(scope: FramedPageScope): Promise<Stoppable> {
  const module = await import('./framedPage.ts');
  return module.startFramedPage(scope);
}

export { createLoadCounter, loadRuleCode };

/** The part of the agent that a dormant page loads only for an instruction. */
export interface Agent extends Stoppable {
  /** Has it capture what its rules ask for. Before that it is there, but sees nothing. */
  begin(): void;
  /**
   * Calls back when all is there that this rule set needs, at once where nothing is missing; never where the agent has
   * stopped meanwhile, or another one has come. Until then those before it apply.
   */
  prepare(rules: object, onReady: () => void): void;
  /** Takes over another rule set while the page runs. @throws where it is not one */
  adopt(rules: object): void;
  /** Carries out instructions of the monitor. Resolves when none of them can be lost any more. */
  instruct(instructions: unknown[]): Promise<void>;
  take(call: HostCall): void;
  /** Something is captured, by rules or by instructions. */
  isRecording(): boolean;
  /** The monitor has said which audiences the page is in, of those that it decides. */
  audiences(ids: string[]): void;
  /** Tries a rule set without effect, beside the published one; null ends that. */
  tryOut(rules: unknown): void;
  /** The clock's correction has become better known. */
  correctClock(): void;
  /** Sessions before this one that still have records on the device. */
  otherSessionIds: Promise<string[]>;
  status(): Promise<NonNullable<Status['recording']>>;
  /** Sends the session's last summary. */
  end(): Promise<void>;
  /** As `stop`, but what has not been sent is thrown away, and nothing is sent any more. */
  discard(): void;
}

/**
 * Starts everything that records: the pipeline, the worker and, with `begin`, trackers as far as the rules need them.
 * @param code from `loadRuleCode`
 * @throws {WireError} where the rule set is not one
 */
export function startAgent(scope: AgentScope, rules: object, code?: RuleCode): Agent {
  const needs = createNeeds(scope, code);
  let current = parse(rules, code);
  const { clock } = scope;
  const parts = createParts(scope, () => current, needs.code);
  const { store, steering, reporter, instructions, applyRules } = parts;
  const begin = () => {
    applyRules();
    reporter.request();
  };
  const adopt = (next: object) => {
    current = parse(next, needs.code());
    needs.stop();
    steering.adopt(current, needs.code());
    store.tell((api) => api.configure(workerSettings(current.rules)));
    begin();
  };
  const adoptLate = () => {
    try {
      adopt(rules);
    } catch (error) {
      // Too late to refuse it: what it says of captures goes on.
      scope.note(String(error));
    }
  };
  // In case that its code has not come in time.
  if (!suffices(code, current.rules)) needs.load(current.rules, adoptLate);
  const running = stopAll([...parts.running, needs, startLife(scope, { store, steering, instructions })]);
  return {
    prepare(next, onReady) {
      const needed = tryParse(next)?.rules;
      // What is refused by `adopt`, leaves what is on its way for the one before it.
      if (needed) needs.load(needed, onReady);
      else onReady();
    },
    ...{ begin, adopt },
    audiences(ids) {
      parts.grant(ids);
      parts.advance();
    },
    tryOut: parts.tryOut,
    instruct: instructions.take,
    take: parts.takeCall,
    isRecording: () => steering.keptKinds(clock.now()).size > 0,
    correctClock() {
      store.tell((api) => api.configure({ clockOffsetMs: clock.offsetMs() }));
    },
    otherSessionIds: store.worker.then(({ started }) => started.otherSessionIds).catch(() => []),
    status: () => describe(store, steering, clock.now()),
    end: () => endSession(store, reporter),
    discard() {
      store.discard();
      running.stop();
    },
    stop() {
      steering.save();
      running.stop();
    },
  };
}

/** As far as the code is there that knows the rest. @throws {WireError} */
function parse(rules: object, code?: RuleCode): PublishedRuleSet {
  const published = parseOutline((rules as { dormant?: unknown }).dormant === true ? toQuiet(rules) : rules);
  code?.rules.checkRules(published.rules);
  return published;
}

function tryParse(rules: object): PublishedRuleSet | undefined {
  try {
    return parse(rules);
  } catch {
    return undefined;
  }
}

/** The code that rule sets need beyond captures: that for the newest one is loaded. */
function createNeeds(scope: AgentScope, loaded: RuleCode | undefined) {
  let code = loaded;
  let loading: PatientLoad<RuleCode> | undefined;
  const stop = () => {
    loading?.stop();
    loading = undefined;
  };
  return {
    code: () => code,
    load(rules: RuleSet, onLoaded: () => void) {
      stop();
      if (suffices(code, rules)) {
        onLoaded();
        return;
      }
      const own = (loading = scope.patientLoad(() => fetchRuleCode(rules)));
      void own.get().then((fetched) => {
        if (own !== loading) return;
        code = fetched;
        onLoaded();
      });
    },
    stop,
  };
}

/** What has to happen when the page is hidden, left, and comes back. */
function startLife(
  scope: AgentScope,
  { store, steering, instructions }: Pick<ReturnType<typeof createParts>, 'store' | 'steering' | 'instructions'>,
): Stoppable {
  const save = () => {
    void store.pipeline.flush();
    store.pipeline.saveTail();
    steering.save();
  };
  return startLifeCycle({
    window: scope.window,
    guard: scope.guard,
    onHidden() {
      save();
      store.tell((api) => api.flush());
    },
    onLeave(isCached) {
      save();
      store.leave(isCached);
    },
    onVisible: () => {
      scope.clock.reanchor();
    },
    onReturn() {
      scope.clock.reanchor();
      store.comeBack();
      instructions.listen();
    },
  });
}

async function describe(store: Store, steering: Steering, now: number): Promise<NonNullable<Status['recording']>> {
  const { api, place } = await store.worker;
  return {
    kinds: [...steering.keptKinds(now)],
    states: steering.states(),
    firedTriggers: steering.firedTriggers(),
    worker: place,
    lostCount: store.pipeline.lostCount(),
    store: await api.status(),
  };
}

async function endSession(store: Store, reporter: Reporter): Promise<void> {
  const api = await store.api();
  await store.pipeline.flush();
  await reporter.end();
  await api.end();
}
