import { listen } from '../browser/listen.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import { askMonitor, type Failure, type QuestionScope } from './question.ts';
import type { LooseReply } from './reply.ts';
import * as schedule from './schedule.ts';
import type { ChannelState, Mode, ModeWish } from './schedule.ts';
import { readStream } from './stream.ts';

/** What the channel needs of the page. */
export interface ChannelScope extends QuestionScope {
  mode: ModeWish;
  /** Why the question at load had no answer. */
  failure: Failure | undefined;
  /** Address of the question: as a stream, or held for so long. */
  url(waitMs: number | 'stream'): string;
  document: Document;
  window: Window;
  now(): number;
  random(): number;
  /** `sentAt` only where the answer was made for this question at once, so that it can set the clock. Throws nothing. */
  onReply(reply: LooseReply, sentAt: number | undefined): void;
}

export interface Channel extends Stoppable {
  /** Ask at once. */
  poke(): void;
  status(): ChannelStatus;
}

export interface ChannelStatus {
  mode: Mode;
  failureCount: number;
  lastError?: string;
}

/** Why a request was given up by ourselves: not a failure. */
const RESTING = 'resting';
/** On top of the wait: a monitor that is slower than that counts as failed. */
const ANSWER_MS = 10_000;

/**
 * The feedback channel after the question at load: one connection while the page is visible. A stream; where streams don't get
 * through, a request that the monitor holds until there is something to say; where those don't, a question every 15 seconds.
 * What is better is tried again later. A hidden page, or one in the back/forward cache, asks nothing.
 */
export function startChannel(scope: ChannelScope): Channel {
  let state = beginWith(scope);
  let asking: AbortController | undefined;
  let timer: number | undefined;
  let isStopped = false;

  const isPaused = () => isStopped || scope.document.visibilityState === 'hidden';
  const plan = (ms: number) => {
    scope.clearTimeout(timer);
    if (!isPaused()) timer = scope.setTimeout(() => void run(), ms);
  };
  const run = async () => {
    if (asking !== undefined || isPaused()) return;
    const controller = (asking = new AbortController());
    const { signal } = controller;
    const isResting = () => signal.reason === RESTING;
    const hear = (reply: LooseReply, sentAt: number | undefined) => {
      if (isResting()) return;
      state = schedule.afterReply(state, scope.now());
      scope.onReply(reply, sentAt);
    };
    const next = await (state.mode === 'stream' ? follow : ask)(scope, () => state, { controller, hear });
    asking = undefined;
    // Given up by ourselves: whoever did it has set the state already.
    if (!isResting()) state = next;
    plan(isResting() ? 0 : schedule.pause(state, scope.random()));
  };
  const rest = () => {
    scope.clearTimeout(timer);
    asking?.abort(RESTING);
  };
  const wake = () => {
    rest();
    state = { ...state, isFresh: true };
    if (asking === undefined) plan(0);
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
  plan(state.failureCount > 0 ? schedule.pause(state, scope.random()) : 0);
  return {
    poke: wake,
    status: () => describe(state),
    stop() {
      isStopped = true;
      listeners.stop();
      rest();
    },
  };
}

/** The question at load was asked already: it may have failed. */
function beginWith({ mode, failure, now }: ChannelScope): ChannelState {
  const state = schedule.begin(mode, failure !== undefined);
  if (!failure) return state;
  return { ...schedule.afterFailure(state, failure, { at: now(), heldMs: 0, waitMs: 0 }), isFresh: true };
}

function describe({ mode, failureCount, lastError }: ChannelState): ChannelStatus {
  return { mode, failureCount, ...(lastError !== undefined && { lastError }) };
}

interface Asking {
  controller: AbortController;
  hear(reply: LooseReply, sentAt: number | undefined): void;
}

/** One stream, and the state after it. */
async function follow(
  scope: ChannelScope,
  state: () => ChannelState,
  { controller, hear }: Asking,
): Promise<ChannelState> {
  const sentAt = scope.now();
  const end = await readStream(scope, scope.url('stream'), {
    controller,
    onReply(reply, isFirst) {
      hear(reply, isFirst ? sentAt : undefined);
    },
  });
  return schedule.afterStream(state(), end);
}

/** One question, and the state after it. */
async function ask(scope: ChannelScope, state: () => ChannelState, asking: Asking): Promise<ChannelState> {
  const { isFresh } = state();
  const waitMs = schedule.waitMsOf(state());
  const sentAt = scope.now();
  const reply = await askMonitor(scope, scope.url(waitMs), {
    controller: asking.controller,
    limitMs: waitMs + ANSWER_MS,
    // Only a poll may be answered from the browser's cache, after the monitor has said that nothing changed.
    cache: waitMs === 0 && !isFresh ? 'no-cache' : 'no-store',
  });
  const at = scope.now();
  if ('isRefusal' in reply) return schedule.afterFailure(state(), reply, { at, heldMs: at - sentAt, waitMs });
  asking.hear(reply, isFresh ? sentAt : undefined);
  return state();
}
