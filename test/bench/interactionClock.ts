import type { Browser, BrowserContext } from '@playwright/test';
import * as v from 'valibot';
import type { Gesture } from './gestures.ts';

/**
 * Time of an interaction: from its first event until the next frame is painted and the tasks have run that it queued.
 * Stamps of the browser's own trace stand at both ends; they carry the time, and the CPU time of the page's thread. Nothing
 * else is traced: to trace every call of a listener costs as much as the call.
 */
export interface Interaction {
  wallMs: number;
  /** CPU of the page's main thread within that time. */
  cpuMs: number;
  /** CPU of the page's main thread until the next interaction: what was put off, too. */
  laterMs: number;
  /** In the browser's own clock, in microseconds. */
  span: { from: number; to: number };
}

interface ClockWindow {
  benchClock: { kind: Gesture['kind'] | 'none'; isDone: boolean };
  benchOver(): void;
}

/** @param pageName by which the page's interactions are found again */
export async function addClock(context: BrowserContext, pageName: string): Promise<void> {
  await context.addInitScript(installClock, pageName);
}

/** Runs in the page, before everything else: its listeners are the first that hear of an event. */
function installClock(pageName: string): void {
  const clock: ClockWindow['benchClock'] = { kind: 'none', isDone: true };
  Object.assign(window, { benchClock: clock, benchOver: () => stamp('end') });
  const write = performance.mark.bind(performance);
  const stamp = (what: 'start' | 'end') => write(`bench ${what} ${pageName}`);
  const [frame, timer] = [requestAnimationFrame.bind(window), setTimeout.bind(window)];
  const channel = new MessageChannel();
  const end = () => {
    stamp('end');
    clock.isDone = true;
  };
  // The first task after the frame, and then whatever was queued before it.
  channel.port1.onmessage = () => timer(end, 0);
  const first = { click: 'pointerdown', key: 'keydown', wheel: 'wheel', move: 'pointermove', none: '' };
  const last = { click: 'click', key: 'keyup', wheel: 'scroll', move: 'mousemove', none: '' };
  const state = { isRunning: false };
  const listen = (type: string, act: () => void) => addEventListener(type, act, { capture: true, passive: true });
  for (const type of Object.values(first)) {
    listen(type, () => {
      if (first[clock.kind] !== type || state.isRunning || clock.isDone) return;
      state.isRunning = true;
      stamp('start');
    });
  }
  for (const type of Object.values(last)) {
    listen(type, () => {
      if (last[clock.kind] !== type || !state.isRunning) return;
      state.isRunning = false;
      frame(() => channel.port2.postMessage(0));
    });
  }
}

/** These two run in the page. */
export function armClock(kind: Gesture['kind']): void {
  Object.assign((window as unknown as ClockWindow).benchClock, { kind, isDone: false });
}

export function isClockDone(): boolean {
  return (window as unknown as ClockWindow).benchClock.isDone;
}

/** The last interaction's later work ends here. */
export function endClock(): void {
  (window as unknown as ClockWindow).benchOver();
}

const Stamp = v.object({
  name: v.pipe(v.string(), v.startsWith('bench ')),
  ts: v.number(),
  tts: v.number(),
});
const Trace = v.object({ traceEvents: v.array(v.unknown()) });

/** Runs the interactions under the browser's trace. @returns by the name of the page, the interactions in their order */
export async function traceInteractions(
  browser: Browser,
  run: () => Promise<void>,
): Promise<Map<string, Interaction[]>> {
  await browser.startTracing(undefined, { categories: ['blink.user_timing'] });
  await run();
  const trace = v.parse(v.pipe(v.string(), v.parseJson(), Trace), (await browser.stopTracing()).toString());
  const stamps = trace.traceEvents.flatMap((event) => {
    const stamp = v.safeParse(Stamp, event);
    if (!stamp.success) return [];
    const { ts, tts, name } = stamp.output;
    const [, what, pageName = ''] = name.split(' ');
    return [{ ts, tts, isStart: what === 'start', pageName }];
  });
  const pageNames = new Set(stamps.map(({ pageName }) => pageName));
  return new Map([...pageNames].map((name) => [name, pairUp(stamps.filter(({ pageName }) => pageName === name))]));
}

function pairUp(stamps: { ts: number; tts: number; isStart: boolean }[]): Interaction[] {
  const sorted = stamps.toSorted((one, other) => one.ts - other.ts);
  return sorted.flatMap((start, index) => {
    const [end, next] = [sorted[index + 1], sorted[index + 2]];
    if (!start.isStart) return [];
    if (!end || end.isStart || !next) throw new Error('an interaction without an end');
    const msUntil = (stamp: typeof end) => (stamp.tts - start.tts) / 1_000;
    const span = { from: start.ts, to: end.ts };
    return { wallMs: (end.ts - start.ts) / 1_000, cpuMs: msUntil(end), laterMs: msUntil(next), span };
  });
}
