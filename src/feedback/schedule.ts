import type { Failure } from './question.ts';

/** When the feedback channel asks next, and how: pure, so that every path can be tested without waiting. */
export interface ChannelState {
  mode: 'held' | 'polling';
  /** Failures in a row. */
  failureCount: number;
  /** Held requests in a row that were cut before the monitor answered. */
  cutCount: number;
  /** In `polling`: when holding is tried again. */
  holdAgainAt: number;
  /** The next request asks without waiting: at load, and after a rest. */
  isFresh: boolean;
  retryAfterMs?: number;
  isRefused: boolean;
  lastError?: string;
}

export const STARTED: ChannelState = {
  mode: 'held',
  failureCount: 0,
  cutCount: 0,
  holdAgainAt: 0,
  isFresh: true,
  isRefused: false,
};

const HOLD_MS = 25_000;
/** Between an answer and the next question, so that nothing can make the two chase each other. */
const BREATH_MS = 50;
const POLL_MS = 15_000;
const HOLD_AGAIN_MS = 10 * 60_000;
/** So many held requests cut in a row mean that something between cuts them always. */
const CUT_COUNT_MAX = 3;
const BACK_OFF_MIN_MS = 1_000;
const BACK_OFF_MAX_MS = 60_000;
/** An unknown key or a refused origin doesn't mend itself in seconds. */
const REFUSED_MS = 5 * 60_000;

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
  return state.mode === 'polling' && !state.isFresh ? POLL_MS * (0.8 + 0.4 * random) : BREATH_MS;
}

export function afterReply(state: ChannelState, at: number): ChannelState {
  const triesHolding = state.mode === 'polling' && at >= state.holdAgainAt;
  return {
    mode: triesHolding ? 'held' : state.mode,
    failureCount: 0,
    cutCount: state.isFresh ? state.cutCount : 0,
    holdAgainAt: state.holdAgainAt,
    isFresh: false,
    isRefused: false,
  };
}

export function afterFailure(
  state: ChannelState,
  { message, isRefusal, retryAfterMs }: Failure,
  request: { at: number; heldMs: number; waitMs: number },
): ChannelState {
  // Cut while it was held: the monitor was reached, but something in between doesn't let requests wait.
  const isCut = request.waitMs > 0 && request.heldMs > 1_000 && !isRefusal;
  const cutCount = state.cutCount + Number(isCut);
  const givesUp = cutCount >= CUT_COUNT_MAX;
  return {
    mode: givesUp ? 'polling' : state.mode,
    cutCount: givesUp ? 0 : cutCount,
    holdAgainAt: givesUp ? request.at + HOLD_AGAIN_MS : state.holdAgainAt,
    failureCount: state.failureCount + 1,
    isFresh: false,
    isRefused: isRefusal,
    lastError: message,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}
