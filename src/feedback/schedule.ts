import type { Failure } from './question.ts';

/** How the page hears of what is new, the best first. */
export const MODES = ['stream', 'held', 'polling'] as const;
export type Mode = (typeof MODES)[number];
/** What the host wishes; `auto` takes the best that gets through. */
export type ModeWish = 'auto' | Mode;

/** When the feedback channel asks next, and how: pure, so that every path can be tested without waiting. */
export interface ChannelState {
  mode: Mode;
  /** By the host: no other one is tried. */
  isForced: boolean;
  /** Failures in a row. */
  failureCount: number;
  /** Streams or held requests in a row that were cut before they were of any use. */
  cutCount: number;
  /** When a better mode is tried again. */
  betterAt: number;
  /** The next question asks without waiting: at load, and after a rest. */
  isFresh: boolean;
  retryAfterMs?: number;
  isRefused: boolean;
  lastError?: string;
}

const HOLD_MS = 25_000;
/** Between an answer and the next question, so that nothing can make the two chase each other. */
const BREATH_MS = 50;
/** Streams of thousands end at once when a monitor is started anew: they come back over so long. */
const SPREAD_MS = 1_000;
const POLL_MS = 15_000;
const BETTER_AGAIN_MS = 10 * 60_000;
/** So many cut in a row mean that something between cuts them always. */
const CUT_COUNT_MAX = 3;
/** A stream that has lived so long was worth it, however it ended. */
const USEFUL_MS = 10_000;
const BACK_OFF_MIN_MS = 1_000;
const BACK_OFF_MAX_MS = 60_000;
/** An unknown key or a refused origin doesn't mend itself in seconds. */
const REFUSED_MS = 5 * 60_000;

export function begin(wish: ModeWish, isFresh = true): ChannelState {
  const mode = wish === 'auto' ? 'stream' : wish;
  return {
    ...{ mode, isForced: wish !== 'auto', isFresh, isRefused: false },
    ...{ failureCount: 0, cutCount: 0, betterAt: 0 },
  };
}

/** How long the next request asks the monitor to hold it. */
export function waitMsOf(state: ChannelState): number {
  return state.isFresh || state.mode === 'polling' ? 0 : HOLD_MS;
}

/** Milliseconds until the next request; `random` in 0 … 1 spreads the agents that fail together. */
export function pause(state: ChannelState, random: number): number {
  if (state.retryAfterMs !== undefined) return state.retryAfterMs * (1 + random / 4);
  if (state.isRefused) return REFUSED_MS * (0.5 + random);
  if (state.failureCount > 0) {
    return Math.min(BACK_OFF_MAX_MS, BACK_OFF_MIN_MS * 2 ** (state.failureCount - 1)) * (0.5 + random);
  }
  if (state.mode === 'stream') return BREATH_MS + SPREAD_MS * random;
  return state.mode === 'polling' && !state.isFresh ? POLL_MS * (0.8 + 0.4 * random) : BREATH_MS;
}

export function afterReply({ mode, isForced, ...state }: ChannelState, at: number): ChannelState {
  const better = MODES[MODES.indexOf(mode) - 1];
  const isDue = better !== undefined && !isForced && at >= state.betterAt;
  return {
    ...{ mode: isDue ? better : mode, isForced },
    failureCount: 0,
    // A line says little of how long the stream will live.
    cutCount: state.isFresh || mode === 'stream' ? state.cutCount : 0,
    betterAt: isDue ? at + BETTER_AGAIN_MS : state.betterAt,
    isFresh: false,
    isRefused: false,
  };
}

export function afterFailure(
  state: ChannelState,
  failure: Failure,
  request: { at: number; heldMs: number; waitMs: number },
): ChannelState {
  // Cut while it was held: the monitor was reached, but something in between doesn't let requests wait.
  const isHeld = request.waitMs > 0;
  const isCut = isHeld && request.heldMs > 1_000 && !failure.isRefusal;
  return fail(state, failure, { at: request.at, isCut, isHopeless: isHeld && isTurnedAway(failure) });
}

/** How a stream ended. */
export interface StreamEnd {
  at: number;
  /** Since its first line; undefined where none came. */
  livedMs: number | undefined;
  /** Nothing came in time: something collects what it should pass on. */
  isLate?: boolean;
  /** There will never be one: the browser reads no bodies, or the monitor has no streams. */
  isUnfit?: boolean;
  /** Absent where the monitor ended it. */
  failure?: Failure;
}

export function afterStream(state: ChannelState, end: StreamEnd): ChannelState {
  const { at, livedMs, isLate = false, isUnfit = false, failure } = end;
  if ((livedMs ?? 0) >= USEFUL_MS) {
    return { ...begin('stream', false), isForced: state.isForced, betterAt: state.betterAt, ...noteOf(failure) };
  }
  const known = failure ?? { message: 'the stream was cut', isRefusal: false };
  const isHopeless = isLate || isUnfit || isTurnedAway(known);
  return fail(state, known, { at, isCut: !known.isRefusal, isHopeless });
}

/** There is no room for a connection that stays open, now or behind this address. */
function isTurnedAway({ retryAfterMs }: Failure): boolean {
  return retryAfterMs !== undefined;
}

function fail(
  state: ChannelState,
  { message, isRefusal, retryAfterMs }: Failure,
  { at, isCut, isHopeless }: { at: number; isCut: boolean; isHopeless: boolean },
): ChannelState {
  const cutCount = state.cutCount + Number(isCut);
  const worse = state.isForced ? undefined : MODES[MODES.indexOf(state.mode) + 1];
  const givesUp = worse !== undefined && (isHopeless || cutCount >= CUT_COUNT_MAX);
  return {
    ...{ mode: givesUp ? worse : state.mode, isForced: state.isForced },
    cutCount: givesUp ? 0 : cutCount,
    betterAt: givesUp ? at + BETTER_AGAIN_MS : state.betterAt,
    failureCount: Math.max(state.failureCount + 1, cutCount),
    isFresh: false,
    isRefused: isRefusal,
    lastError: message,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function noteOf(failure: Failure | undefined): { lastError?: string } {
  return failure ? { lastError: failure.message } : {};
}
