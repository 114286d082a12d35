import { createPrivacy, type Privacy } from '../browser/privacy.ts';
import { TRACKERS } from '../capture/index.ts';
import type { CaptureScope } from '../capture/tracker.ts';
import { stopAll } from '../tools/stop.ts';
import type { Capture } from '../wire/record.ts';
import type { PublishedRuleSet } from '../wire/ruleSet.ts';
import type { AgentScope } from './agentScope.ts';
import { parseCaptureOptions, type CaptureOptions } from './captureOptions.ts';
import { createDomTracker } from './dom.ts';
import { createHostDesk } from './hostCall.ts';
import { createIntake } from './intake.ts';
import { createLazyInstructions } from './lazyInstructions.ts';
import { createLazyOccasions } from './lazyOccasions.ts';
import { frameTracker, LAZY_TRACKERS } from './lazyTrackers.ts';
import { createReporter } from './reporter.ts';
import { createSteering, type Steering } from './steering.ts';
import { openStore } from './store.ts';
import { createTrackerSet } from './trackers.ts';

const TOUCH_EVERY_MS = 5_000;
/** What a person does: it keeps a session from going idle. */
const ACTIVITY: ReadonlySet<Capture['kind']> = new Set(['pointer', 'input', 'scroll', 'navigation', 'custom', 'mark']);
/** What changes the summary. */
const REPORTED: ReadonlySet<Capture['kind']> = new Set(['navigation', 'error', 'identify', 'trigger', 'state']);

/** What the agent consists of. Captures run from the trackers through the intake; what follows from them comes back here. */
export function createParts(scope: AgentScope, published: () => PublishedRuleSet) {
  const { clock, natives } = scope;
  const options = parseCaptureOptions(scope.options);
  const privacy = createPrivacy(options);
  const steering = createSteering(scope.tabStorage, scope.ids.sessionId, published());
  const store = openStore(scope, published().rules);
  const base = { steering, store, privacy, published };
  const reporter = createReporter({ scope, ...base });
  let isPaused = scope.standing.isPaused();
  let hasSaidPaused = false;
  const timeline = createTimeline(scope);
  const applyRules = () => {
    const { rules } = published();
    const mode = privacy.mode();
    if (rules.privacy.mask) privacy.raise(rules.privacy.mask);
    scope.limitSession(rules.session);
    trackers.require(isPaused ? new Set() : steering.neededKinds(clock.now()), isPaused ? {} : steering.details());
    if (privacy.mode() !== mode) checkpoint();
    occasions.refresh();
  };
  const take = createTake(scope, {
    ...{ ...base, reporter, applyRules },
    instructions: () => instructions,
    occasions: () => occasions,
  });
  const emit = (capture: Capture) => {
    if (!isPaused) take(capture);
  };
  const occasions = createLazyOccasions({
    loadCode: () => import('./occasions.ts'),
    patientLoad: scope.patientLoad,
    load: async () => (await import('./imaging.ts')).createImaging(scope, privacy, store.api),
    ...{ emit, now: clock.now, guard: scope.guard, ...natives },
    active: () => (isPaused ? [] : steering.periods()),
    take: (rule) => steering.takePeriod(rule, clock.now()),
    isVisible: () => scope.window.document.visibilityState === 'visible',
  });
  const { trackers, checkpoint } = createTrackers(scope, { ...base, options, since: timeline.since }, emit);
  const instructions = createLazyInstructions({
    load: () => import('./instructions.ts'),
    ...{ scope, store, steering, emit, checkpoint },
    image: (target, cause) => (isPaused ? Promise.reject(pausedError()) : occasions.capture(target, cause)),
    onExtended: applyRules,
  });
  const takeCall = createHostDesk({
    ...{ emit, privacy, provide: occasions.provide, checkpoint, note: scope.note, onUser: scope.onUser },
    onContext(context) {
      scope.session.context = context;
    },
    setPaused(wanted) {
      if (wanted === hasSaidPaused) return;
      hasSaidPaused = wanted;
      if (!wanted) timeline.restart();
      take({ kind: 'agent', at: clock.now(), data: wanted ? PAUSED : RESUMED });
      isPaused = wanted;
      applyRules();
    },
  });
  return { steering, store, reporter, occasions, instructions, trackers, applyRules, takeCall };
}

const PAUSED = { code: 'paused', message: 'the page has paused capturing' };
const RESUMED = { code: 'resumed', message: 'the page goes on with capturing' };

function pausedError(): Error {
  return Object.assign(new Error(PAUSED.message), { code: 'page_paused' });
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

interface Followers {
  privacy: Privacy;
  steering: Steering;
  store: ReturnType<typeof openStore>;
  reporter: ReturnType<typeof createReporter>;
  published(): PublishedRuleSet;
  applyRules(): void;
  instructions(): ReturnType<typeof createLazyInstructions>;
  occasions(): ReturnType<typeof createLazyOccasions>;
}

/** The intake, with what follows from a record. */
function createTake(scope: AgentScope, parts: Followers): (capture: Capture) => void {
  const { clock, window } = scope;
  const activity = createActivity(scope);
  const page = createPlace(window, parts.privacy);
  return createIntake({
    steering: parts.steering,
    push: parts.store.pipeline.push,
    surroundings: () => ({ session: scope.session, page: page() }),
    revision: () => parts.published().revision,
    onFired: (trigger) => {
      parts.instructions().fire(trigger, clock.now());
      scope.publish('trigger', { trigger: trigger.id });
    },
    onScreen: (rule) => {
      parts.occasions().request(rule);
    },
    onProvider: (rule) => {
      parts.occasions().ask(rule);
    },
    onStates: (entered) => {
      parts.applyRules();
      parts.instructions().onStates(entered);
    },
    onSeen: (capture) => {
      if (REPORTED.has(capture.kind)) parts.reporter.request();
      activity.note(capture);
    },
  });
}

/** Where the page is, as rules may know it; scrubbed once per address. */
function createPlace({ location }: Window, privacy: Privacy): () => { url: string; path: string } {
  let href = '';
  let place = { url: '', path: '' };
  return () => {
    if (location.href !== href) {
      href = location.href;
      place = { url: privacy.url(href), path: privacy.url(location.pathname) };
    }
    return place;
  };
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
  parts: Pick<Followers, 'steering' | 'store' | 'published' | 'privacy'> & {
    options: CaptureOptions;
    since(name: string): number;
  },
  emit: (capture: Capture) => void,
) {
  const { window, clock, guard, natives } = scope;
  const captureScope: CaptureScope = {
    window,
    now: clock.now,
    guard,
    privacy: parts.privacy,
    since: parts.since,
    details: parts.steering.details,
    correlation: { sessionId: scope.ids.sessionId, origins: parts.options.correlate },
    recorded: () => dom.recorded(),
    keepAssets: (order) => parts.store.tell((api) => api.keepAssets(order)),
    isOwnUrl: (url) => url.startsWith(`${scope.monitor}/v1/`) || url.startsWith(`${scope.monitor}/agent/`),
  };
  const dom = createDomTracker({
    ...natives,
    load: () => import('../capture/dom/index.ts'),
    checkpointEveryMs: () => parts.published().rules.buffer.checkpointEveryMs,
    onFailure: (code, message) => {
      scope.note(message);
      emit({ kind: 'agent', at: clock.now(), data: { code, message } });
    },
  });
  const lazyTrackers = [...LAZY_TRACKERS, frameTracker(parts.options.frames)];
  const trackers = createTrackerSet({ ...TRACKERS, dom: dom.track }, lazyTrackers, emit, captureScope);
  // Whichever trackers run: what was a password once stays a secret.
  const passwords = parts.privacy.watch(window.document);
  return { trackers: { ...trackers, stop: stopAll([passwords, trackers]).stop }, checkpoint: dom.checkpoint };
}
