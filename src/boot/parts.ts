import { readLink } from '../browser/connection.ts';
import { createPrivacy } from '../browser/privacy.ts';
import { TRACKERS } from '../capture/index.ts';
import { createChanges } from '../capture/changes.ts';
import { createHearing } from '../capture/hear.ts';
import { createLater, type Later } from '../capture/later.ts';
import type { CaptureScope, Emit } from '../capture/tracker.ts';
import { stopAll } from '../tools/stop.ts';
import { createTurns } from '../tools/turns.ts';
import type { Capture } from '../wire/record.ts';
import type { PublishedRuleSet } from '../wire/ruleSet.ts';
import type { AgentScope } from './agentScope.ts';
import { parseCaptureOptions, type CaptureOptions } from './captureOptions.ts';
import { createEmit, type Emits } from './createEmit.ts';
import { createDomTracker } from './dom.ts';
import { createHostDesk } from './hostCall.ts';
import { createFollowing, type Followers } from './following.ts';
import { createLazyInstructions } from './lazyInstructions.ts';
import { createLazyOccasions } from './lazyOccasions.ts';
import { createLazyTrial } from './lazyTrial.ts';
import { frameTracker, LAZY_TRACKERS, presenceTracker } from './lazyTrackers.ts';
import { createQuiet } from './quiet.ts';
import { createReporter } from './reporter.ts';
import type { RuleCode } from './ruleCode.ts';
import { createSteering, type Steering } from './steering.ts';
import { openStore } from './store.ts';
import { createTrackerSet } from './trackers.ts';

/** What the agent consists of. Captures run from the trackers through the intake; what follows from them comes back here. */
export function createParts(
  scope: AgentScope,
  published: () => PublishedRuleSet,
  ruleCode: () => RuleCode | undefined,
) {
  const { clock } = scope;
  const core = openCore(scope, { published, ruleCode, onChange: () => applyRules() });
  const { privacy, steering, store, reporter, later } = core;
  const timeline = createTimeline(scope);
  const quiet = createQuiet(scope, (data) => {
    later.flush();
    if (!quiet.is()) timeline.restart();
    take({ kind: 'agent', at: clock.now(), data });
    applyRules();
    scope.showPhase();
  });
  const applyRules = () => {
    const { rules } = published();
    const mode = privacy.mode();
    if (rules.privacy.mask) privacy.raise(rules.privacy.mask);
    scope.limitSession(rules.session);
    const isQuiet = quiet.is();
    trackers.require(isQuiet ? new Set() : steering.neededKinds(clock.now()), isQuiet ? {} : steering.details());
    if (privacy.mode() !== mode) checkpoint();
    occasions.refresh();
    following.refresh();
    // What instructions have begun, or what has ended of it, is all that such a page records.
    if (published().dormant) scope.showPhase();
  };
  const following = createFollowing(scope, {
    ...{ ...core, applyRules, isPaused: quiet.is },
    instructions: () => instructions,
    occasions: () => occasions,
  });
  const { take } = following;
  const { emit, emitLater } = createEmit(later, quiet.is, take);
  const occasions = openOccasions(scope, { ...core, emit, isPaused: quiet.is });
  const { trackers, checkpoint } = createTrackers(scope, { ...core, since: timeline.since }, { emit, emitLater });
  const instructions = createLazyInstructions({
    load: () => import('./instructions.ts'),
    ...{ scope, store, steering, emit, checkpoint },
    image: limitImages(quiet.is, steering, (...order) => occasions.capture(...order)),
    sleep: quiet.sleep,
  });
  const takeCall = createHostDesk({
    ...{ emit, privacy, provide: occasions.provide, checkpoint, note: scope.note, onUser: scope.onUser },
    onContext(context) {
      scope.session.context = context;
    },
    setPaused: quiet.pause,
  });
  instructions.listen();
  const running = [store, quiet, trackers, following, core.extras, instructions, occasions, core.trial, reporter];
  return {
    ...{ steering, store, reporter, instructions, applyRules, takeCall, running },
    ...{ grant: core.grant, tryOut: core.trial.offer, advance: following.advance },
  };
}

interface Published {
  published(): PublishedRuleSet;
  ruleCode(): RuleCode | undefined;
  onChange(): void;
}

/** What needs nothing of the rest. */
function openCore(scope: AgentScope, { published, ruleCode, onChange }: Published) {
  const options = parseCaptureOptions(scope.options);
  const later = createLater(scope);
  const privacy = createPrivacy(options);
  const extras = scope.patientLoad(() => import('./extras.ts'));
  const { tabStorage: storage, window, session, ids, clock } = scope;
  let granted: ReadonlySet<string> = new Set();
  const sight = {
    ...{ storage, window, privacy, session, clock, sessionId: ids.sessionId },
    ...{ granted: () => granted, readLink: () => readLink(window.navigator) },
  };
  const changed = () => {
    onChange();
    reporter.request();
  };
  const steering = createSteering({ ...sight, extras, onChange: changed }, published(), ruleCode());
  const store = openStore(scope, published().rules);
  const trialCode = scope.patientLoad(() => import('./trial.ts'));
  const trial = createLazyTrial(trialCode, { ...sight, note: scope.note, onCounted: () => reporter.request() });
  const reporter = createReporter({ scope, steering, store, privacy, published, trial });
  const grant = (audiences: string[]) => {
    granted = new Set(audiences);
  };
  return { options, later, privacy, extras, steering, store, trial, reporter, published, ruleCode, grant };
}

function openOccasions(
  scope: AgentScope,
  parts: Pick<Followers, 'privacy' | 'store' | 'steering' | 'isPaused'> & { emit(capture: Capture): void },
) {
  const { clock, natives } = scope;
  const { steering, isPaused, emit } = parts;
  return createLazyOccasions({
    loadCode: () => import('./occasions.ts'),
    patientLoad: scope.patientLoad,
    load: async () => (await import('./imaging.ts')).createImaging(scope, parts.privacy, parts.store.api),
    ...{ emit, now: clock.now, guard: scope.guard, ...natives },
    active: () => (isPaused() ? [] : steering.periods()),
    take: (rule) => steering.takePeriod(rule, clock.now()) && steering.spend('imageCount'),
    isVisible: () => scope.window.document.visibilityState === 'visible',
  });
}

/** Images that instructions order, as far as the page captures and the session may have more. */
function limitImages(
  isQuiet: () => boolean,
  steering: Steering,
  capture: (target: string, cause: string) => Promise<void>,
): typeof capture {
  return (target, cause) => {
    if (isQuiet()) return Promise.reject(refusal('page_paused', 'nothing is captured now'));
    if (steering.spend('imageCount')) return capture(target, cause);
    return Promise.reject(refusal('limit_reached', 'the session has had as many images as the rules allow'));
  };
}

function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** From where on trackers may look up what the browser remembers: each only once, and nothing of what was not captured. */
function createTimeline({ window, sinceMs }: AgentScope) {
  let fromMs = sinceMs;
  const asked = new Set<string>();
  return {
    since(name: string) {
      const isAgain = asked.has(name);
      asked.add(name);
      return isAgain ? window.performance.now() : fromMs;
    },
    restart() {
      fromMs = window.performance.now();
    },
  };
}

function createTrackers(
  scope: AgentScope,
  parts: Pick<Followers, 'steering' | 'store' | 'published' | 'privacy'> & {
    options: CaptureOptions;
    since(name: string): number;
    later: Later;
  },
  { emit, emitLater }: Emits,
) {
  const { window, clock, guard, natives } = scope;
  const { privacy, later } = parts;
  const captureScope: CaptureScope = {
    ...{ window, now: clock.now, guard, privacy },
    changes: createChanges(window),
    hear: createHearing({ window, now: clock.now, privacy }),
    later: later.do,
    since: parts.since,
    details: parts.steering.details,
    correlation: { sessionId: scope.ids.sessionId, origins: parts.options.correlate },
    recorded: () => dom.recorded(),
    keepAssets: (order) => parts.store.tell((api) => api.keepAssets(order)),
    isOwnUrl: (url) => url.startsWith(`${scope.monitor}/v1/`) || url.startsWith(`${scope.monitor}/agent/`),
  };
  const turns = createTurns({ ...natives, guard, now: () => window.performance.now() });
  const dom = createDomTracker({
    ...{ ...natives, turns },
    load: () => import('../capture/recorder/index.ts'),
    checkpointEveryMs: () => parts.published().rules.buffer.checkpointEveryMs,
    onFailure: (code, message) => {
      scope.note(message);
      emit({ kind: 'agent', at: clock.now(), data: { code, message } });
    },
  });
  parts.store.pipeline.gatherFrom(() => {
    later.flush();
    dom.flush();
  });
  const lazyTrackers = [
    ...[...LAZY_TRACKERS, frameTracker(parts.options.frames)],
    presenceTracker(parts.steering.elements),
  ];
  // What the recorder tells is late already, and may be much.
  const all = { ...TRACKERS, dom: (_: Emit, ofPage: CaptureScope) => dom.track(emit, ofPage) };
  const trackers = createTrackerSet(all, lazyTrackers, emitLater, { ...captureScope, turns });
  // Whichever trackers run: what was a password once stays a secret.
  const passwords = privacy.watch(window.document);
  const heard = { stop: later.flush };
  const running = stopAll([passwords, later, heard, trackers, heard]);
  return { trackers: { ...trackers, stop: running.stop }, checkpoint: dom.checkpoint };
}
