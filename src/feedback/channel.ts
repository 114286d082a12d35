import { LIMITS } from '../wire/limits.ts';
import { listen } from '../browser/listen.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import { parseLooseReply, type LooseReply } from './reply.ts';
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
  /** `sentAt` only where the answer came at once, so that it can set the clock. */
  onReply(reply: LooseReply, sentAt: number | undefined): void;
}

export interface Channel extends Stoppable {
  /** Ask at once. */
  poke(): void;
  status(): { mode: ChannelState['mode']; failureCount: number; lastError?: string };
}

/**
 * The feedback channel: asks once at load, then holds one request while the page is visible; the monitor answers it as soon
 * as there is something to say. Where held requests don't get through it asks every 15 seconds, and tries holding again
 * later. A hidden page, or one in the back/forward cache, asks nothing.
 */
export function startChannel(scope: ChannelScope): Channel {
  let state: ChannelState = STARTED;
  let abort: AbortController | undefined;
  let timer: number | undefined;
  let stopped = false;

  const ask = async () => {
    const waitMs = waitMsOf(state);
    const sentAt = scope.now();
    const controller = new AbortController();
    abort = controller;
    const limit = scope.setTimeout(() => {
      controller.abort(new Error('no answer in time'));
    }, waitMs + ANSWER_MS);
    try {
      const reply = await request(scope, waitMs, controller.signal);
      if (stopped) return;
      state = afterReply(state, scope.now());
      scope.onReply(reply, waitMs === 0 ? sentAt : undefined);
    } catch (error) {
      if (stopped || controller.signal.reason === RESTING) return;
      state = afterFailure(state, toFailure(error), { at: scope.now(), heldMs: scope.now() - sentAt, waitMs });
    } finally {
      scope.clearTimeout(limit);
      abort = undefined;
    }
  };
  const run = () => {
    timer = undefined;
    if (stopped || abort !== undefined || isPaused(scope.document)) return;
    void ask().then(() => {
      if (!stopped && !isPaused(scope.document)) timer = scope.setTimeout(run, pause(state, scope.random()));
    });
  };
  const wake = () => {
    scope.clearTimeout(timer);
    state = { ...state, isFresh: true };
    if (abort === undefined) timer = scope.setTimeout(run, 0);
    else abort.abort(RESTING);
  };
  const rest = () => {
    scope.clearTimeout(timer);
    abort?.abort(RESTING);
  };
  const listeners = stopAll([
    listen(scope.document, 'visibilitychange', () => {
      (isPaused(scope.document) ? rest : wake)();
    }),
    listen(scope.window, 'pagehide', rest),
    listen(scope.window, 'pageshow', wake),
    listen(scope.window, 'online', wake),
  ]);
  wake();
  return {
    poke: wake,
    status: () => ({
      mode: state.mode,
      failureCount: state.failureCount,
      ...(state.lastError === undefined ? {} : { lastError: state.lastError }),
    }),
    stop() {
      stopped = true;
      listeners.stop();
      rest();
    },
  };
}

/** Why a request was given up by ourselves: not a failure. */
const RESTING = 'resting';

/** On top of the wait: a monitor that is slower than that counts as failed. */
const ANSWER_MS = 10_000;

interface Failure {
  message: string;
  retryAfterMs?: number;
  isRefusal: boolean;
}

async function request(scope: ChannelScope, waitMs: number, signal: AbortSignal): Promise<LooseReply> {
  const options: RequestInit = { signal, credentials: 'omit', cache: waitMs === 0 ? 'no-cache' : 'no-store' };
  const response = await scope.fetch(scope.url(Math.min(waitMs, LIMITS.feedbackWaitMs)), options);
  if (!response.ok) throw toRefusal(response);
  const reply = parseLooseReply(await response.json());
  if (reply === undefined) throw { message: 'the answer is not one of a monitor', isRefusal: true } satisfies Failure;
  return reply;
}

function toRefusal(response: Response): Failure {
  const seconds = Number(response.headers.get('retry-after'));
  return {
    message: `the monitor answered ${String(response.status)}`,
    isRefusal: response.status >= 400 && response.status < 429,
    ...(seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {}),
  };
}

function toFailure(error: unknown): Failure {
  if (error instanceof Error) return { message: error.message, isRefusal: false };
  return error as Failure;
}

function isPaused(document: Document): boolean {
  return document.visibilityState === 'hidden';
}
