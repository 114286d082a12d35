import { runOutside } from '../browser/natives.ts';
import { createClock, type Clock } from '../session/clock.ts';
import { createWallClock } from '../tools/wallClock.ts';
import type { Assets } from './assets.ts';
import { createEvents } from './events.ts';
import type { HostCall, Rewindow } from './face.ts';
import { createGuard } from './guard.ts';
import { createLife } from './life.ts';
import { createStanding } from './standing.ts';
import type { Phase, Status } from './status.ts';
import { VERSION } from './version.ts';

const REASON_COUNT_MAX = 20;
/** Calls before the agent runs; more than that is not a human's doing. */
const EARLY_COUNT_MAX = 200;
/** In these nobody will take a call. */
const DEAF: readonly Phase[] = ['stopped', 'disabled', 'declined', 'dormant'];

/** Builds the agent of a page: one per script tag or import. Nothing happens before `init`. */
export function createRewindow(window: Window & typeof globalThis, assets: Assets): Rewindow {
  const clock = createPageClock(window);
  const early: HostCall[] = [];
  const standing = createStanding();
  const { reasons, note, forget } = createReasons();
  const { on, publish } = createEvents(note);
  const guard = createGuard({ note, onExhausted: () => life.halt('switched off after repeated errors') });
  const life = createLife({ window, assets, clock, guard, standing, early, note, publish });

  /** The host's calls: whatever zone it is in, the agent is in none. */
  const outside = <Args extends unknown[]>(call: (...args: Args) => void) =>
    guard((...args: Args) => {
      runOutside(window, call, args);
    });
  const pass = (method: HostCall['method']) =>
    outside((name?: unknown, more?: unknown) => {
      const call = { method, at: clock.now(), name, more };
      const isStanding = standing.keep(call);
      const agent = life.run()?.visit()?.agent();
      if (agent) agent.take(call);
      else if (!isStanding && early.length < EARLY_COUNT_MAX && !DEAF.includes(life.phase())) early.push(call);
      life.showPhase();
    });
  const passConsent = pass('consent');
  return {
    init: outside((options: unknown) => {
      if (!life.run()) forget();
      life.init(options);
    }),
    identify: pass('identify'),
    track: pass('track'),
    mark: pass('mark'),
    setContext: pass('setContext'),
    provide: pass('provide'),
    mask: pass('mask'),
    unmask: pass('unmask'),
    block: pass('block'),
    pause: pass('pause'),
    resume: pass('resume'),
    consent: outside((state: unknown) => {
      // The host may be JavaScript: whatever is not a clear yes is a no.
      const wish = state === 'granted' ? 'granted' : 'withdrawn';
      passConsent(wish);
      life.wish(wish);
    }),
    on,
    async status() {
      const shown =
        (await life
          .run()
          ?.visit()
          ?.status()
          .catch(() => undefined)) ?? {};
      return { version: VERSION, phase: life.phase(), reasons: reasons(), ...shown } satisfies Status;
    },
    stop: outside(life.stop),
    end: outside(life.end),
  };
}

/** Of functions that are taken once: a host may put its own in their place later. */
function createPageClock(global: typeof globalThis): Clock {
  const { performance } = global;
  return createClock({ wall: createWallClock(global), monotonic: performance.now.bind(performance) });
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
