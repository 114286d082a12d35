import { takeNatives } from '../browser/natives.ts';
import { createPageStorage } from '../browser/storage.ts';
import type { Clock } from '../session/clock.ts';
import type { ConsentWish } from '../session/consent.ts';
import { uuidv7 } from '../tools/uuid.ts';
import type { Assets } from './assets.ts';
import type { HostCall, Publish } from './face.ts';
import { openGate, type Gate } from './gate.ts';
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

export function createLife(scope: LifeScope): Life {
  const { window, note, publish } = scope;
  let phase: Phase = 'idle';
  let shown: Phase = 'idle';
  let run: Run | undefined;
  let gate: Gate | undefined;
  let wished: ConsentWish | undefined;

  const phaseNow = (): Phase => {
    const now = run?.visit()?.phase() ?? phase;
    return now === 'recording' && scope.standing.isPaused() ? 'paused' : now;
  };
  const showPhase = () => {
    const next = phaseNow();
    if (next === shown) return;
    shown = next;
    publish('status', { phase: next });
  };
  const enter = (next: Phase) => {
    phase = next;
    showPhase();
  };
  const halt = (reason: string) => {
    note(reason);
    gate?.stop();
    run?.stop();
    run = gate = undefined;
    enter('stopped');
  };
  const start = (value: unknown) => {
    const options = parseOptions(value, { ...scope.assets, pageUrl: window.location.href });
    const page = openPage(window, options.app, scope.clock.now);
    phase = 'starting';
    gate = openGate({
      ...{ ...scope, ...page, options },
      onConsent: (state) => {
        publish('consent', { state });
      },
      onOpen() {
        run = startRun({ ...scope, ...page, options, halt, showPhase });
        enter('starting');
      },
      onClose(next) {
        run?.discard();
        run = undefined;
        scope.early.length = next === 'waiting' ? scope.early.length : 0;
        enter(next);
      },
    });
    if (wished) gate.wish(wished);
  };
  return {
    init(value) {
      if (gate) return;
      phase = isSupported(window, note) ? 'idle' : 'unsupported';
      try {
        if (phase === 'idle') start(value);
      } catch (error) {
        phase = 'idle';
        note(error instanceof Error ? error.message : String(error));
      }
      showPhase();
    },
    wish(state) {
      wished = state;
      gate?.wish(state);
    },
    halt,
    stop() {
      if (gate) halt('stopped by the page');
    },
    end() {
      const ending = run;
      void ending?.end().then(() => {
        if (run === ending) halt('the session was ended by the page');
      });
    },
    run: () => run,
    phase: phaseNow,
    showPhase,
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
    natives: takeNatives(window),
    storage: createPageStorage(() => window.localStorage, app),
    tabStorage: createPageStorage(() => window.sessionStorage, app),
    createId: () => uuidv7(now(), window.crypto.getRandomValues(new Uint8Array(16))),
  };
}
