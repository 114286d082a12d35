import { listen } from '../browser/listen.ts';
import { takeNatives } from '../browser/natives.ts';
import { watchDocument } from '../browser/watchDocument.ts';
import { createPageStorage } from '../browser/storage.ts';
import type { Clock } from '../session/clock.ts';
import type { ConsentWish } from '../session/consent.ts';
import { DISABLED, readDisabled } from '../session/disabled.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { Assets } from './assets.ts';
import type { HostCall, Publish } from './face.ts';
import { openGate, type Gate } from './gate.ts';
import { parentOf, startFramedRun } from './framedRun.ts';
import type { Guard } from './guard.ts';
import { parseOptions } from './options.ts';
import { startRun, type Run } from './run.ts';
import type { Standing } from './standing.ts';
import type { Phase } from './status.ts';

/** What a browser must have; everything else has a fall-back. */
const REQUIRED = ['fetch', 'AbortController', 'MutationObserver', 'crypto', 'URLSearchParams'] as const;

export interface LifeScope {
  window: Window & typeof globalThis;
  assets: Assets;
  clock: Clock;
  guard: Guard;
  standing: Standing;
  /** Calls that came before the visit; emptied when it begins. */
  early: HostCall[];
  note(reason: string): void;
  publish: Publish;
}

/** Whether the agent runs, and why not: from `init` over consent to `stop`. */
export interface Life {
  init(options: unknown): void;
  wish(state: ConsentWish): void;
  /** Ends by ourselves. */
  halt(reason: string): void;
  /** By the host. */
  stop(): void;
  end(): void;
  run(): Run | undefined;
  phase(): Phase;
  /** Tells those who listen where the phase has changed. */
  showPhase(): void;
}

/** What changes in the course of it. */
interface Course {
  phase: Phase;
  run?: Run | undefined;
  gate?: Gate | undefined;
  /** The one before, when the agent has stopped: what is withdrawn then has to be wiped, too. */
  left?: Gate | undefined;
  /** Sees when the page writes itself anew. */
  watch?: Stoppable | undefined;
  /** Something was decided, or recorded, on this page before: what the browser remembers of it is not looked up. */
  isLate?: boolean;
  /** Before there is a gate. */
  wished?: ConsentWish | undefined;
}

export function createLife(scope: LifeScope): Life {
  const { note } = scope;
  const course: Course = { phase: 'idle' };
  const { phase, show } = createPhase(scope, course);
  const halt = (reason: string) => {
    note(reason);
    close(course);
    course.phase = 'stopped';
    show();
  };
  return {
    init(value) {
      if (course.gate) return;
      try {
        course.phase = isSupported(scope.window, note) ? 'idle' : 'unsupported';
        if (course.phase === 'idle') open(scope, course, value, { halt, show });
      } catch (error) {
        note(error instanceof Error ? error.message : String(error));
      }
      show();
    },
    wish(state) {
      const gate = course.gate ?? course.left;
      if (gate) gate.wish(state);
      else course.wished = state;
    },
    halt,
    stop() {
      if (course.gate) halt('stopped by the page');
    },
    end() {
      const ending = course.run;
      void ending?.end().then(() => {
        if (course.run === ending) halt('the session was ended by the page');
      });
    },
    run: () => course.run,
    phase,
    showPhase: show,
  };
}

function createPhase({ standing, clock, publish }: LifeScope, course: Course) {
  let shown: Phase = 'idle';
  const phase = (): Phase => {
    const now = course.run?.visit()?.phase() ?? course.phase;
    const isQuiet = standing.isPaused() || standing.asleepUntil() > clock.now();
    return now === 'recording' && isQuiet ? 'paused' : now;
  };
  return {
    phase,
    show() {
      const next = phase();
      if (next === shown) return;
      shown = next;
      publish('status', { phase: next });
    },
  };
}

function close(course: Course): void {
  course.watch?.stop();
  course.gate?.stop();
  course.run?.stop();
  course.left = course.gate ?? course.left;
  course.run = course.gate = course.watch = undefined;
}

/** @throws {OptionError} */
function open(
  scope: LifeScope,
  course: Course,
  value: unknown,
  { halt, show }: { halt(reason: string): void; show(): void },
): void {
  const { window } = scope;
  const options = parseOptions(value, { ...scope.assets, pageUrl: window.location.href });
  const page = openPage(window, options.app);
  const restart = scope.guard(() => {
    if (!course.gate) return;
    close(course);
    open(scope, course, value, { halt, show });
  });
  let run: Run | undefined;
  course.left = undefined;
  course.gate = openGate({
    ...{ ...scope, ...page, options },
    sessionId: () => run?.visit()?.sessionId,
    onConsent: (state) => {
      scope.publish('consent', { state });
    },
    onOpen() {
      const sinceMs = course.isLate ? window.performance.now() : 0;
      course.isLate = true;
      const runScope = { ...scope, ...page, options, halt, restart, showPhase: show, sinceMs };
      const parent = parentOf(runScope);
      course.phase = parent === undefined ? 'starting' : 'framed';
      course.run = run = parent === undefined ? startRun(runScope) : startFramedRun(runScope, parent);
      show();
    },
    onClose(next) {
      course.isLate = true;
      run?.discard();
      course.run = run = undefined;
      if (next === 'declined') scope.early.length = 0;
      course.phase = next;
      show();
    },
  });
  if (course.wished) course.gate.wish(course.wished);
  course.wished = undefined;
  course.watch = stopAll([watchDocument(window, restart), watchSwitch(page, { ...scope, app: options.app, restart })]);
}

/** Browsers take longer times for none at all: the agent would begin anew all the time. */
const WAIT_MAX_MS = 2 ** 31 - 1;

/** Another tab has switched the agent off or on, or the time is over for which it was off. */
export function watchSwitch(
  { storage, natives }: ReturnType<typeof openPage>,
  { window, app, clock, restart }: Pick<LifeScope, 'window' | 'clock'> & { app: string; restart(): void },
): Stoppable {
  const leftMs = (readDisabled(storage, clock.now())?.untilAt ?? Infinity) - clock.now();
  const timer = leftMs < Infinity ? natives.setTimeout(restart, Math.min(WAIT_MAX_MS, leftMs)) : undefined;
  const listener = listen(window, 'storage', (event) => {
    if ((event as StorageEvent).key?.endsWith(`:${app}:${DISABLED}`)) restart();
  });
  return stopAll([listener, { stop: () => natives.clearTimeout(timer) }]);
}

function isSupported(window: Window, note: (reason: string) => void): boolean {
  const missing = REQUIRED.filter((name) => !(name in window));
  if (missing.length > 0) note(`this browser lacks ${missing.join(', ')}`);
  return missing.length === 0;
}

/** The page's own means, taken once. */
function openPage(window: Window & typeof globalThis, app: string) {
  return {
    natives: takeNatives(window),
    storage: createPageStorage(() => window.localStorage, app),
    tabStorage: createPageStorage(() => window.sessionStorage, app),
  };
}
