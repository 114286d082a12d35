import { parseOutline } from '../wire/parseOutline.ts';
import type { PublishedRuleSet } from '../wire/ruleSet.ts';
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
 * Starts everything that records: trackers as far as the rules need them, the pipeline, the worker.
 * @param code from `loadRuleCode`
 * @throws {WireError} where the rule set is not one
 */
export function startAgent(scope: AgentScope, rules: object, code?: RuleCode): Agent {
  const offers = createOffers(scope, parse(rules, code), code);
  const { clock } = scope;
  const parts = createParts(scope, offers.current, offers.code);
  const { store, steering, reporter, instructions, applyRules } = parts;
  const adopt = (next: PublishedRuleSet) => {
    offers.offer(next, () => {
      steering.adopt(next, offers.code());
      store.tell((api) => api.configure(workerSettings(next.rules)));
      applyRules();
      reporter.request();
    });
  };
  applyRules();
  reporter.request();
  // In case that its code has not come in time.
  if (!suffices(code, offers.current().rules)) adopt(offers.current());
  const running = stopAll([...parts.running, offers, startLife(scope, { store, steering, instructions })]);
  return {
    adopt(next) {
      adopt(parse(next, offers.code()));
    },
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
function parse(rules: object, code: RuleCode | undefined): PublishedRuleSet {
  const published = parseOutline((rules as { dormant?: unknown }).dormant === true ? toQuiet(rules) : rules);
  code?.rules.checkRules(published.rules);
  return published;
}

/** What a rule set needs comes first: until then those before it apply, as far as there are any. The newest one counts. */
function createOffers(scope: AgentScope, first: PublishedRuleSet, loaded?: RuleCode) {
  let code = loaded;
  let current = first;
  let loading: PatientLoad<RuleCode> | undefined;
  return {
    current: () => current,
    code: () => code,
    offer(next: PublishedRuleSet, apply: () => void) {
      loading?.stop();
      loading = undefined;
      const settle = () => {
        current = next;
        apply();
      };
      if (suffices(code, next.rules)) {
        settle();
        return;
      }
      const own = (loading = scope.patientLoad(() => fetchRuleCode(next.rules)));
      void own.get().then((fetched) => {
        if (own !== loading) return;
        try {
          fetched.rules.checkRules(next.rules);
          code = fetched;
          settle();
        } catch (error) {
          // Too late to refuse it: what applied before goes on.
          scope.note(String(error));
        }
      });
    },
    stop() {
      loading?.stop();
      loading = undefined;
    },
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
