/** A touch that goes less far stays where it is. */
const STILL_PX_MAX = 10;
const SWIPE_PX_MIN = 30;
const SWIPE_MS_MAX = 1_000;
const LONG_PRESS_MS_MIN = 500;
/** Fingers that are nearer together or move less than this are no pinch. */
const PINCH_CHANGE_MIN = 0.1;
/** Fingers of a hand, and of another. */
const TOUCH_COUNT_MAX = 10;

export interface Touch {
  phase: 'down' | 'move' | 'up' | 'cancel';
  id: number;
  x: number;
  y: number;
  at: number;
}

interface Finger {
  id: number;
  from: Touch;
  to: Touch;
}

export interface Touching {
  fingers: readonly Finger[];
  /** More than one finger has been down: what is left of it, is no swipe. */
  isMany: boolean;
}

export type Gesture =
  | { type: 'swipe'; x: number; y: number; direction: 'up' | 'down' | 'left' | 'right'; distance: number }
  | { type: 'pinch'; x: number; y: number; scale: number }
  | { type: 'longpress'; x: number; y: number };

/** Follows fingers until one is lifted; what the browser takes over (`cancel`), to scroll or to open a menu, is no swipe. */
export function followTouch(state: Touching, touch: Touch): { state: Touching; gesture?: Gesture } {
  if (touch.phase === 'down') {
    const others = state.fingers.filter(({ id }) => id !== touch.id);
    const fingers = [...others, { id: touch.id, from: touch, to: touch }].slice(-TOUCH_COUNT_MAX);
    return { state: { fingers, isMany: others.length > 0 } };
  }
  const moved = state.fingers.map((finger) => (finger.id === touch.id ? { ...finger, to: touch } : finger));
  if (touch.phase === 'move') return { state: { ...state, fingers: moved } };
  const finger = moved.find(({ id }) => id === touch.id);
  const rest = moved.filter(({ id }) => id !== touch.id);
  const gesture = finger && (state.isMany ? pinchOf(moved, touch) : strokeOf(finger, touch));
  return { state: { fingers: rest, isMany: state.isMany && rest.length > 0 }, ...(gesture && { gesture }) };
}

function strokeOf({ from }: Finger, to: Touch): Gesture | undefined {
  const [dx, dy, ms] = [to.x - from.x, to.y - from.y, to.at - from.at];
  const distance = Math.hypot(dx, dy);
  const place = { x: from.x, y: from.y };
  if (distance <= STILL_PX_MAX) return ms >= LONG_PRESS_MS_MIN ? { type: 'longpress', ...place } : undefined;
  if (to.phase === 'cancel' || distance < SWIPE_PX_MIN || ms > SWIPE_MS_MAX) return undefined;
  const isLevel = Math.abs(dx) >= Math.abs(dy);
  const direction = isLevel ? (dx < 0 ? 'left' : 'right') : dy < 0 ? 'up' : 'down';
  return { type: 'swipe', ...place, direction, distance: Math.round(distance) };
}

/** Between the first two fingers; told when one of exactly two is lifted. */
function pinchOf(fingers: readonly Finger[], { phase }: Touch): Gesture | undefined {
  const [one, other] = fingers;
  if (phase === 'cancel' || !one || !other || fingers.length > 2) return undefined;
  const before = Math.hypot(one.from.x - other.from.x, one.from.y - other.from.y);
  const after = Math.hypot(one.to.x - other.to.x, one.to.y - other.to.y);
  if (before < STILL_PX_MAX || Math.abs(after / before - 1) < PINCH_CHANGE_MIN) return undefined;
  const middle = { x: Math.round((one.from.x + other.from.x) / 2), y: Math.round((one.from.y + other.from.y) / 2) };
  return { type: 'pinch', ...middle, scale: Math.round((after / before) * 100) / 100 };
}
