import { listen } from '../browser/listen.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import { askMonitor, type Failure } from './question.ts';
import type { LooseReply } from './reply.ts';
import { afterFailure, afterReply, pause, waitMsOf, STARTED, type ChannelState } from './schedule.ts';

/** What the channel needs of the page. */
export interface ChannelScope {
  /** Address of the question, for a wait of so long. */
  url(waitMs: number): string;
  document: Document;
  window: Window;
  fetch: typeof fetch;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
  now(): number;
  random(): number;
  /** `sentAt` only where the answer was made for this question at once, so that it can set the clock. */
  onReply(reply: LooseReply, sentAt: number | undefined): void;
}

export interface Channel extends Stoppable {
  /** Ask at once. */
  poke(): void;
  status(): { mode: ChannelState['mode']; failureCount: number; lastError?: string };
}

/** Why a request was given up by ourselves: not a failure. */
const RESTING = 'resting';
/** On top of the wait: a monitor that is slower than that counts as failed. */
const ANSWER_MS = 10_000;

/**
 * The feedback channel: asks once at load, then holds one request while the page is visible; the monitor answers it as soon
 * as there is something to say. Where held requests don't get through it asks every 15 seconds, and tries holding again
 * later. A hidden page, or one in the back/forward cache, asks nothing.
 */
export function startChannel(scope: ChannelScope): Channel {
  let state: ChannelState = STARTED;
  let asking: AbortController | undefined;
  let timer: number | undefined;
  let isStopped = false;

  const isPaused = () => isStopped || scope.document.visibilityState === 'hidden';
  const run = async () => {
    timer = undefined;
    if (asking !== undefined || isPaused()) return;
    asking = new AbortController();
    const { signal } = asking;
    const next = await ask(scope, state, asking);
    asking = undefined;
    // Given up by ourselves: whoever did it has set the state already.
    if (signal.reason !== RESTING) state = next;
    if (!isPaused()) timer = scope.setTimeout(() => void run(), pause(state, scope.random()));
  };
  const rest = () => {
    scope.clearTimeout(timer);
    asking?.abort(RESTING);
  };
  const wake = () => {
    rest();
    state = { ...state, isFresh: true };
    if (asking === undefined) timer = scope.setTimeout(() => void run(), 0);
  };
  const listeners = stopAll([
    listen(scope.document, 'visibilitychange', () => {
      (isPaused() ? rest : wake)();
    }),
    listen(scope.window, 'pagehide', rest),
    listen(scope.window, 'pageshow', (event) => {
      if ((event as PageTransitionEvent).persisted) wake();
    }),
    listen(scope.window, 'online', wake),
  ]);
  wake();
  return {
    poke: wake,
    status() {
      const { mode, failureCount, lastError } = state;
      return { mode, failureCount, ...(lastError !== undefined && { lastError }) };
    },
    stop() {
      isStopped = true;
      listeners.stop();
      rest();
    },
  };
}

/** One question, and the state after it. */
async function ask(scope: ChannelScope, state: ChannelState, controller: AbortController): Promise<ChannelState> {
  const waitMs = waitMsOf(state);
  const sentAt = scope.now();
  const failed = (failure: Failure) => {
    const at = scope.now();
    return afterFailure(state, failure, { at, heldMs: at - sentAt, waitMs });
  };
  const limit = scope.setTimeout(() => {
    controller.abort(new Error('no answer in time'));
  }, waitMs + ANSWER_MS);
  try {
    // Only a poll may be answered from the browser's cache, after the monitor has said that nothing changed.
    const cache = waitMs === 0 && !state.isFresh ? 'no-cache' : 'no-store';
    const reply = await askMonitor(scope, scope.url(waitMs), { signal: controller.signal, cache });
    if ('isRefusal' in reply) return failed(reply);
    if (controller.signal.reason !== RESTING) scope.onReply(reply, state.isFresh ? sentAt : undefined);
    return afterReply(state, scope.now());
  } catch (error) {
    return failed({ message: String(error), isRefusal: false });
  } finally {
    scope.clearTimeout(limit);
  }
}
