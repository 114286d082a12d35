import type { Capture } from '../wire/record.ts';
import { parsePublishedRuleSet } from '../wire/parseInPage.ts';
import type { PublishedRuleSet } from '../wire/ruleSet.ts';
import { createPrivacy } from '../browser/privacy.ts';
import { TRACKERS } from '../capture/index.ts';
import type { CaptureScope } from '../capture/tracker.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { AgentScope } from './agentScope.ts';
import { createDomTracker } from './dom.ts';
import type { HostCall } from './face.ts';
import { toCapture } from './hostCall.ts';
import { createLazyImaging } from './lazyImaging.ts';
import { parseCaptureOptions } from './captureOptions.ts';
import { createIntake } from './intake.ts';
import { createLazyInstructions } from './lazyInstructions.ts';
import { LAZY_TRACKERS } from './lazyTrackers.ts';
import { startLifeCycle } from './lifeCycle.ts';
import { createReporter, type Reporter } from './reporter.ts';
import type { Status } from './status.ts';
import { createSteering, type Steering } from './steering.ts';
import { openStore, type Store } from './store.ts';
import { createTrackerSet } from './trackers.ts';

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
}

const TOUCH_EVERY_MS = 5_000;
/** What a person does: it keeps a session from going idle. */
const ACTIVITY: ReadonlySet<Capture['kind']> = new Set(['pointer', 'input', 'scroll', 'navigation', 'custom', 'mark']);
/** What changes the summary. */
const REPORTED: ReadonlySet<Capture['kind']> = new Set(['navigation', 'error', 'identify', 'trigger', 'state']);

/**
 * Starts everything that records: trackers as far as the rules need them, the pipeline, the worker.
 * @throws {WireError} where the rule set is not one
 */
export function startAgent(scope: AgentScope, rules: unknown): Agent {
  let published = parsePublishedRuleSet(rules);
  const { clock } = scope;
  const parts = createParts(scope, () => published);
  const { store, steering, reporter, instructions, emit, applyRules } = parts;
  applyRules();
  reporter.request();
  const running = stopAll([
    store,
    parts.trackers,
    instructions,
    parts.imaging,
    reporter,
    startLife(scope, store, steering),
  ]);
  return {
    adopt(next) {
      published = parsePublishedRuleSet(next);
      steering.adopt(published);
      store.tell((api) => api.configure({ buffer: published.rules.buffer }));
      applyRules();
      reporter.request();
    },
    instruct: instructions.take,
    take(call) {
      const capture = toCapture(call);
      if (capture.kind === 'identify') scope.onUser(capture.data.user, capture.data.traits ?? {});
      emit(capture);
    },
    correctClock() {
      store.tell((api) => api.configure({ clockOffsetMs: clock.offsetMs() }));
    },
    otherSessionIds: store.worker.then(({ started }) => started.otherSessionIds).catch(() => []),
    status: () => describe(store, steering, clock.now()),
    end: () => endSession(store, reporter),
    stop() {
      steering.save();
      running.stop();
    },
  };
}

/** What the agent consists of. Captures run from the trackers through the intake; what follows from them comes back here. */
function createParts(scope: AgentScope, published: () => PublishedRuleSet) {
  const { clock, window } = scope;
  const steering = createSteering(scope.tabStorage, scope.ids.sessionId, published());
  const store = openStore(scope, published().rules.buffer);
  const reporter = createReporter({ scope, store, steering, published });
  const activity = createActivity(scope);
  const applyRules = () => {
    trackers.require(steering.neededKinds(clock.now()), steering.details());
  };
  const emit = createIntake({
    steering,
    push: store.pipeline.push,
    surroundings: () => ({
      session: scope.session,
      page: { url: window.location.href, path: window.location.pathname },
    }),
    revision: () => published().revision,
    onFired: (trigger) => {
      instructions.fire(trigger, clock.now());
    },
    onScreen: ({ target, id }) => {
      imaging.request(target, id);
    },
    onProvider: () => undefined,
    onStates: (entered) => {
      applyRules();
      instructions.onStates(entered);
    },
    onSeen: (capture) => {
      if (REPORTED.has(capture.kind)) reporter.request();
      activity.note(capture);
    },
  });
  const imaging = createLazyImaging({
    load: async () => (await import('./imaging.ts')).createImaging(scope, store.api),
    emit,
    now: clock.now,
  });
  const { trackers, checkpoint } = createTrackers(scope, steering, emit, () => published().rules.buffer);
  const instructions = createLazyInstructions({
    load: () => import('./instructions.ts'),
    ...{ scope, store, steering, emit, checkpoint },
    image: imaging.capture,
    onExtended: applyRules,
  });
  return { steering, store, reporter, emit, imaging, instructions, trackers, applyRules };
}

function createActivity(scope: AgentScope) {
  let touchedAt = 0;
  return {
    note({ kind, at }: Capture) {
      if (!ACTIVITY.has(kind) || at - touchedAt < TOUCH_EVERY_MS) return;
      touchedAt = at;
      if (!scope.touch()) scope.onSessionOver();
    },
  };
}

function createTrackers(
  scope: AgentScope,
  steering: Steering,
  emit: (capture: Capture) => void,
  buffer: () => PublishedRuleSet['rules']['buffer'],
) {
  const { window, clock, guard, natives } = scope;
  const options = parseCaptureOptions(scope.options);
  const captureScope: CaptureScope = {
    window,
    now: clock.now,
    guard,
    privacy: createPrivacy(options),
    details: steering.details,
    correlation: { sessionId: scope.ids.sessionId, origins: options.correlate },
    isOwnUrl: (url) => url.startsWith(`${scope.monitor}/v1/`) || url.startsWith(`${scope.monitor}/agent/`),
  };
  const dom = createDomTracker({
    ...natives,
    load: () => import('../capture/dom/index.ts'),
    checkpointEveryMs: () => buffer().checkpointEveryMs,
    onFailure: (code, message) => {
      scope.note(message);
      emit({ kind: 'agent', at: clock.now(), data: { code, message } });
    },
  });
  const trackers = createTrackerSet({ ...TRACKERS, dom: dom.track }, LAZY_TRACKERS, emit, captureScope);
  return { trackers, checkpoint: dom.checkpoint };
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
    onLeave() {
      save();
      store.tell((api) => api.suspend());
    },
    onVisible: () => {
      scope.clock.reanchor();
    },
    onReturn() {
      scope.clock.reanchor();
      store.tell((api) => api.resume());
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
