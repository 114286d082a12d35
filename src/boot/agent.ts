import { parsePublishedRuleSet } from '../wire/parseInPage.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { AgentScope } from './agentScope.ts';
import type { HostCall } from './face.ts';
import type { FramedPageScope } from './framedPage.ts';
import { startLifeCycle } from './lifeCycle.ts';
import { createParts } from './parts.ts';
import { workerSettings } from './pageWorker.ts';
import type { Reporter } from './reporter.ts';
import type { Status } from './status.ts';
import type { Steering } from './steering.ts';
import type { Store } from './store.ts';

/** A page in a frame that another page records: few are, so that its code is a chunk of its own. */
export async function startFramedPage(scope: FramedPageScope): Promise<Stoppable> {
  const module = await import('./framedPage.ts');
  return module.startFramedPage(scope);
}

/** The part of the agent that a dormant page never loads. */
export interface Agent extends Stoppable {
  /** Takes over another rule set while the page runs. @throws where it is not one */
  adopt(rules: unknown): void;
  /** Carries out instructions of the monitor. */
  instruct(instructions: unknown[]): void;
  take(call: HostCall): void;
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
 * @throws {WireError} where the rule set is not one
 */
export function startAgent(scope: AgentScope, rules: unknown): Agent {
  let published = parsePublishedRuleSet(rules);
  const { clock } = scope;
  const parts = createParts(scope, () => published);
  const { store, steering, reporter, instructions, applyRules } = parts;
  applyRules();
  reporter.request();
  const running = stopAll([
    store,
    parts.trackers,
    instructions,
    parts.occasions,
    reporter,
    startLife(scope, store, steering),
  ]);
  return {
    adopt(next) {
      published = parsePublishedRuleSet(next);
      steering.adopt(published);
      store.tell((api) => api.configure(workerSettings(published.rules)));
      applyRules();
      reporter.request();
    },
    instruct: instructions.take,
    take: parts.takeCall,
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

/** What has to happen when the page is hidden, left, and comes back. */
function startLife(scope: AgentScope, store: Store, steering: Steering): Stoppable {
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
