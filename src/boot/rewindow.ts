import { takeNatives } from '../browser/natives.ts';
import { createPageStorage } from '../browser/storage.ts';
import { createClock } from '../session/clock.ts';
import { uuidv7 } from '../tools/uuid.ts';
import type { Assets } from './assets.ts';
import type { HostCall, Rewindow } from './face.ts';
import { createGuard } from './guard.ts';
import { parseOptions, type Options } from './options.ts';
import { startRun, type Run } from './run.ts';
import type { Phase, Status } from './status.ts';
import { VERSION } from './version.ts';

/** What a browser must have; everything else has a fall-back. */
const REQUIRED = ['fetch', 'AbortController', 'MutationObserver', 'crypto', 'URLSearchParams'] as const;
const REASON_COUNT_MAX = 20;
/** Calls before the visit has begun. */
const EARLY_COUNT_MAX = 200;

/** Builds the agent of a page: one per script tag or import. Nothing happens before `init`. */
export function createRewindow(window: Window & typeof globalThis, assets: Assets): Rewindow {
  const clock = createClock({ wall: () => Date.now(), monotonic: () => window.performance.now() });
  const early: HostCall[] = [];
  const { reasons, note, forget } = createReasons();
  let phase: Phase = 'idle';
  let run: Run | undefined;

  const halt = (reason: string): void => {
    note(reason);
    run?.stop();
    run = undefined;
    phase = 'stopped';
  };
  const guard = createGuard({ note, onExhausted: () => halt('switched off after repeated errors') });
  const pass = (method: HostCall['method']) =>
    guard((name: unknown, more?: unknown) => {
      const call = { method, at: clock.now(), name, more };
      const visit = run?.visit();
      if (visit) visit.take(call);
      else if (phase !== 'stopped' && early.length < EARLY_COUNT_MAX) early.push(call);
    });
  const init = (value: Options) => {
    if (run) return;
    forget();
    phase = isSupported(window, note) ? 'idle' : 'unsupported';
    if (phase === 'unsupported') return;
    try {
      const options = parseOptions(value, { ...assets, pageUrl: window.location.href });
      phase = 'starting';
      run = startRun({ ...openPage(window, options.app, clock.now), assets, options, clock, guard, note, halt, early });
    } catch (error) {
      note(error instanceof Error ? error.message : String(error));
    }
  };
  return {
    init: guard(init),
    identify: pass('identify'),
    track: pass('track'),
    mark: pass('mark'),
    async status() {
      const visit = run?.visit();
      const shown = (await visit?.status().catch(() => undefined)) ?? {};
      return { version: VERSION, phase: visit?.phase() ?? phase, reasons: reasons(), ...shown } satisfies Status;
    },
    stop: guard(() => {
      if (run) halt('stopped by the page');
    }),
    end: guard(() => {
      const ending = run;
      void ending?.end().then(() => {
        if (run === ending) halt('the session was ended by the page');
      });
    }),
  };
}

function createReasons() {
  let reasons: string[] = [];
  return {
    reasons: () => [...reasons],
    note(reason: string) {
      if (!reasons.includes(reason)) reasons = [...reasons, reason].slice(-REASON_COUNT_MAX);
    },
    forget() {
      reasons = [];
    },
  };
}

function isSupported(window: Window, note: (reason: string) => void): boolean {
  const missing = REQUIRED.filter((name) => !(name in window));
  if (missing.length > 0) note(`this browser lacks ${missing.join(', ')}`);
  return missing.length === 0;
}

/** The page's own means, taken once. */
function openPage(window: Window & typeof globalThis, app: string, now: () => number) {
  return {
    window,
    natives: takeNatives(window),
    storage: createPageStorage(() => window.localStorage, app),
    tabStorage: createPageStorage(() => window.sessionStorage, app),
    createId: () => uuidv7(now(), window.crypto.getRandomValues(new Uint8Array(16))),
  };
}
