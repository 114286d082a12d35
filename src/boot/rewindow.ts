import { takeNatives } from '../browser/natives.ts';
import { createPageStorage } from '../browser/storage.ts';
import { createClock } from '../session/clock.ts';
import { toPlainRecord } from '../tools/plain.ts';
import { scrubText } from '../tools/scrub.ts';
import { uuidv7 } from '../tools/uuid.ts';
import type { Capture } from '../wire/record.ts';
import type { Assets } from './assets.ts';
import type { Rewindow } from './face.ts';
import { createGuard } from './guard.ts';
import { parseOptions, type Options } from './options.ts';
import { startRun, type Run } from './run.ts';
import type { Phase, Status } from './status.ts';
import { VERSION } from './version.ts';

/** What a browser must have; everything else has a fall-back. */
const REQUIRED = ['fetch', 'AbortController', 'MutationObserver', 'crypto', 'URLSearchParams'] as const;
const REASON_COUNT_MAX = 20;
const NAME_LENGTH_MAX = 200;
/** Calls before the visit has begun. */
const EARLY_COUNT_MAX = 200;

/** Builds the agent of a page: one per script tag or import. Nothing happens before `init`. */
export function createRewindow(window: Window & typeof globalThis, assets: Assets): Rewindow {
  const clock = createClock({ wall: () => Date.now(), monotonic: () => window.performance.now() });
  const reasons: string[] = [];
  const early: Capture[] = [];
  let phase: Phase = 'idle';
  let run: Run | undefined;

  const note = (reason: string) => {
    if (reasons.length < REASON_COUNT_MAX) reasons.push(reason);
  };
  const halt = (reason: string) => {
    note(reason);
    run?.stop();
    run = undefined;
    phase = 'stopped';
  };
  const guard = createGuard({
    onFailure: (message) => {
      note(`an error of the agent: ${message}`);
    },
    onExhausted: () => {
      halt('switched off after repeated errors');
    },
  });
  const emit = (capture: Capture) => {
    const visit = run?.visit();
    if (visit) visit.emit(capture);
    else if (phase !== 'stopped' && early.length < EARLY_COUNT_MAX) early.push(capture);
  };
  const init = (value: Options) => {
    if (run) return;
    reasons.length = 0;
    const missing = REQUIRED.filter((name) => !(name in window));
    phase = missing.length > 0 ? 'unsupported' : 'idle';
    if (missing.length > 0) return note(`this browser lacks ${missing.join(', ')}`);
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
    ...createCalls({ guard, emit, now: clock.now, rename: (user, traits) => run?.rename(user, traits) }),
    async status() {
      const visit = run?.visit();
      const shown = (await visit?.status().catch(() => undefined)) ?? {};
      return { version: VERSION, phase: visit?.phase() ?? phase, reasons: [...reasons], ...shown } satisfies Status;
    },
    stop: guard(() => {
      if (run) halt('stopped by the page');
    }),
    end: guard(() => {
      const ending = run;
      if (!ending) return;
      const done = () => {
        ending.forget();
        if (run === ending) halt('the session was ended by the page');
      };
      (ending.visit()?.end() ?? Promise.resolve()).then(done, done);
    }),
  };
}

/** The host's own facts. Whatever it passes becomes plain, scrubbed JSON before anybody else sees it. */
function createCalls(deps: {
  guard: ReturnType<typeof createGuard>;
  emit(capture: Capture): void;
  now(): number;
  rename(user: string, traits: Record<string, unknown>): void;
}): Pick<Rewindow, 'identify' | 'track' | 'mark'> {
  const { guard, emit, now } = deps;
  return {
    identify: guard((user: string, traits?: Record<string, unknown>) => {
      const known = { user: String(user).slice(0, NAME_LENGTH_MAX), traits: toPlainRecord(traits) };
      deps.rename(known.user, known.traits);
      emit({ kind: 'identify', at: now(), data: known });
    }),
    track: guard((name: string, data?: Record<string, unknown>) => {
      emit({ kind: 'custom', at: now(), data: { name: toName(name), data: toPlainRecord(data) } });
    }),
    mark: guard((name: string) => {
      emit({ kind: 'mark', at: now(), data: { name: toName(name) } });
    }),
  };
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

function toName(name: unknown): string {
  return scrubText(String(name).slice(0, NAME_LENGTH_MAX));
}
