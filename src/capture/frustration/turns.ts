/** Shorter ways of the cursor are a hand that trembles. */
const STEP_PX_MIN = 20;

interface Point {
  x: number;
  y: number;
}

/** Where the cursor's current way began, and its direction. */
export interface Way extends Point {
  direction?: Point;
}

/** Follows the cursor; `hasTurned` where it goes back on its way, by more than a right angle. */
export function followCursor(way: Way | undefined, { x, y }: Point): { way: Way; hasTurned: boolean } {
  if (!way) return { way: { x, y }, hasTurned: false };
  const direction = { x: x - way.x, y: y - way.y };
  if (Math.hypot(direction.x, direction.y) < STEP_PX_MIN) return { way, hasTurned: false };
  const before = way.direction;
  const hasTurned = before !== undefined && before.x * direction.x + before.y * direction.y < 0;
  return { way: { x, y, direction }, hasTurned };
}
