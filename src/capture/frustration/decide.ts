import type { FrustrationDetail } from '../../wire/captureDetails.ts';
import { extendStreak, streakEndsAt, type Limits, type Streak } from './streak.ts';
import { followCursor, type Way } from './turns.ts';

/** Elements that are clicked in turn, each waiting to do something. */
const PENDING_COUNT_MAX = 10;
/** A press that lasts longer is waited for no more: what becomes a click then counts from the click on. */
const PRESS_MS_MAX = 1_000;

interface Place<T> {
  at: number;
  x: number;
  y: number;
  target: T;
}

/** What happens, as far as it bears on frustration. */
export type Fact<T> =
  /** The button goes down: what a page does from here on is an answer to the click. */
  | { type: 'press'; at: number }
  /** `mayBeDead`: it ought to do something; `mayBeRage`: one more click of its kind would be one too many. */
  | ({ type: 'click'; mayBeDead: boolean; mayBeRage: boolean } & Place<T>)
  /** The page has answered, or the user went on. */
  | { type: 'effect'; at: number }
  | { type: 'error'; at: number; message: string }
  | ({ type: 'move' } & Place<T>)
  /** Nothing but time. */
  | { type: 'tick'; at: number };

export interface Decision<T> extends Place<T> {
  type: 'rageClick' | 'deadClick' | 'errorClick' | 'thrashedCursor';
  count?: number;
  message?: string;
}

/** A streak, and the place where it began. */
interface Placed<T> {
  streak: Streak;
  place: Place<T>;
}

export interface State<T> {
  pressedAt?: number | undefined;
  effectAt?: number | undefined;
  clicks?: Placed<T> | undefined;
  /** Clicks that have had no effect so far, oldest first. */
  pending: readonly Place<T>[];
  /** The last click, until an error is put down to it. */
  last?: Place<T> | undefined;
  way?: Way | undefined;
  turns?: Placed<T> | undefined;
}

interface Step<T> {
  state: State<T>;
  decisions: Decision<T>[];
}

/**
 * Decides, from facts in the order of their time, where the page does not do what its user expects. Pure: the same facts give
 * the same decisions. A streak is told once, at its end, with its count.
 */
export function decide<T>(before: State<T>, fact: Fact<T>, limits: FrustrationDetail): Step<T> {
  const { state, decisions } = settle(before, fact.at, limits);
  switch (fact.type) {
    case 'press':
      return { state: { ...state, pressedAt: fact.at }, decisions };
    case 'effect':
      return { state: { ...state, effectAt: fact.at, pending: [] }, decisions };
    case 'click':
      return addClick({ state, decisions }, fact, limits);
    case 'error':
      return addError({ state, decisions }, fact, limits);
    case 'move':
      return { state: addMove(state, fact, limits), decisions };
    case 'tick':
      return { state, decisions };
  }
}

/** Whether an effect would change anything now; only then the document need be watched. */
export function awaitsEffect<T>({ pending, pressedAt, effectAt = -Infinity }: State<T>): boolean {
  return pending.length > 0 || (pressedAt !== undefined && effectAt < pressedAt);
}

/** When time alone decides something, if it does. */
export function nextDueAt<T>(state: State<T>, limits: FrustrationDetail): number | undefined {
  const { pending, pressedAt, clicks, turns } = state;
  const times = [
    ...(pressedAt === undefined ? [] : [pressedAt + PRESS_MS_MAX]),
    ...pending.slice(0, 1).map(({ at }) => at + limits.deadAfterMs),
    ...(clicks ? [streakEndsAt(clicks.streak, rageLimits(limits)) + 1] : []),
    ...(turns ? [streakEndsAt(turns.streak, thrashLimits(limits)) + 1] : []),
  ];
  return times.length === 0 ? undefined : Math.min(...times);
}

function rageLimits(limits: FrustrationDetail): Limits {
  return { count: limits.rageClickCount, withinMs: limits.rageWithinMs };
}

function thrashLimits(limits: FrustrationDetail): Limits {
  return { count: limits.thrashTurnCount, withinMs: limits.thrashWithinMs };
}

/** What time has decided by then. */
function settle<T>(state: State<T>, at: number, limits: FrustrationDetail): Step<T> {
  const isDead = (click: Place<T>) => at >= click.at + limits.deadAfterMs;
  const hasEnded = (placed: Placed<T> | undefined, of: Limits) => placed && at > streakEndsAt(placed.streak, of);
  const clicksEnded = hasEnded(state.clicks, rageLimits(limits));
  const turnsEnded = hasEnded(state.turns, thrashLimits(limits));
  return {
    state: {
      ...state,
      pending: state.pending.filter((click) => !isDead(click)),
      ...(state.pressedAt !== undefined && at >= state.pressedAt + PRESS_MS_MAX && { pressedAt: undefined }),
      ...(clicksEnded && { clicks: undefined }),
      ...(turnsEnded && { turns: undefined }),
    },
    decisions: [
      ...(clicksEnded ? tell('rageClick', state.clicks) : []),
      ...(turnsEnded ? tell('thrashedCursor', state.turns) : []),
      ...state.pending.filter(isDead).map((click): Decision<T> => ({ ...click, type: 'deadClick' })),
    ],
  };
}

function tell<T>(type: Decision<T>['type'], placed: Placed<T> | undefined): Decision<T>[] {
  return placed?.streak.isReached ? [{ ...placed.place, type, count: placed.streak.total }] : [];
}

type Click<T> = Extract<Fact<T>, { type: 'click' }>;

function addClick<T>({ state, decisions }: Step<T>, click: Click<T>, limits: FrustrationDetail): Step<T> {
  const { mayBeDead, mayBeRage, type: _type, ...place } = click;
  const { pressedAt = click.at, effectAt = -Infinity, pending } = state;
  const isWaiting = mayBeDead && effectAt < pressedAt && pending.every(({ target }) => target !== click.target);
  const streaks = mayBeRage ? addToRage(state.clicks, place, limits) : { clicks: state.clicks, told: [] };
  return {
    state: {
      ...state,
      pressedAt: undefined,
      clicks: streaks.clicks,
      pending: isWaiting ? [...pending, place].slice(-PENDING_COUNT_MAX) : pending,
      last: place,
    },
    decisions: [...decisions, ...streaks.told],
  };
}

function addToRage<T>(clicks: Placed<T> | undefined, place: Place<T>, limits: FrustrationDetail) {
  const isNear =
    clicks && Math.hypot(clicks.place.x - place.x, clicks.place.y - place.y) <= limits.rageRadiusPx
      ? clicks
      : undefined;
  const streak = extendStreak(isNear?.streak, place.at, rageLimits(limits));
  return { clicks: { streak, place: isNear?.place ?? place }, told: isNear ? [] : tell('rageClick', clicks) };
}

/** An error is an answer, too, if not the one that was wanted. */
function addError<T>({ state, decisions }: Step<T>, error: { at: number; message: string }, limits: FrustrationDetail) {
  const { at, message } = error;
  const { last } = state;
  const isCaused = last !== undefined && at - last.at <= limits.errorWithinMs;
  const told: Decision<T>[] = isCaused ? [{ ...last, type: 'errorClick', message }] : [];
  return {
    state: { ...state, effectAt: at, pending: [], last: undefined },
    decisions: [...decisions, ...told],
  };
}

function addMove<T>(
  state: State<T>,
  { type: _type, ...place }: Extract<Fact<T>, { type: 'move' }>,
  limits: FrustrationDetail,
) {
  const { way, hasTurned } = followCursor(state.way, place);
  if (!hasTurned) return { ...state, way };
  const streak = extendStreak(state.turns?.streak, place.at, thrashLimits(limits));
  return { ...state, way, turns: { streak, place: state.turns?.place ?? place } };
}
