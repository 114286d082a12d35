/** The part of the session that the timeline shows, and how times become pixels. */

export interface TimeWindow {
  fromAt: number;
  toAt: number;
}

/** Narrowest window: below it pixels are finer than the clock. */
const WINDOW_MS_MIN = 500;

export function toPixel(window: TimeWindow, widthPx: number, at: number): number {
  const spanMs = window.toAt - window.fromAt;
  return spanMs > 0 ? ((at - window.fromAt) / spanMs) * widthPx : 0;
}

export function toTime(window: TimeWindow, widthPx: number, px: number): number {
  return widthPx > 0 ? window.fromAt + (px / widthPx) * (window.toAt - window.fromAt) : window.fromAt;
}

/** Zooms around a time that keeps its place. A factor below 1 zooms in. */
export function zoomWindow(window: TimeWindow, bounds: TimeWindow, factor: number, anchorAt: number): TimeWindow {
  const spanMs = window.toAt - window.fromAt;
  const boundsMs = bounds.toAt - bounds.fromAt;
  const nextMs = Math.min(Math.max(spanMs * factor, Math.min(WINDOW_MS_MIN, boundsMs)), boundsMs);
  const share = spanMs > 0 ? (anchorAt - window.fromAt) / spanMs : 0.5;
  const fromAt = anchorAt - share * nextMs;
  return moveInside({ fromAt, toAt: fromAt + nextMs }, bounds);
}

export function panWindow(window: TimeWindow, bounds: TimeWindow, byMs: number): TimeWindow {
  return moveInside({ fromAt: window.fromAt + byMs, toAt: window.toAt + byMs }, bounds);
}

/** Moves the window by whole widths until it shows the time. */
export function followTime(window: TimeWindow, bounds: TimeWindow, at: number): TimeWindow {
  if (at >= window.fromAt && at <= window.toAt) return window;
  const spanMs = window.toAt - window.fromAt;
  const fromAt = at > window.toAt ? at - spanMs * 0.1 : at - spanMs * 0.9;
  return moveInside({ fromAt, toAt: fromAt + spanMs }, bounds);
}

function moveInside(window: TimeWindow, bounds: TimeWindow): TimeWindow {
  const spanMs = window.toAt - window.fromAt;
  if (spanMs >= bounds.toAt - bounds.fromAt) return bounds;
  const fromAt = Math.min(Math.max(window.fromAt, bounds.fromAt), bounds.toAt - spanMs);
  return { fromAt, toAt: fromAt + spanMs };
}

const STEPS_MS = [
  100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000,
  3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
];

/** Times for the axis, at round distances from the session's start, at least `gapPx` apart. */
export function axisTicks(window: TimeWindow, originAt: number, widthPx: number, gapPx: number): number[] {
  const spanMs = window.toAt - window.fromAt;
  if (widthPx <= 0 || spanMs <= 0) return [];
  const leastMs = (gapPx / widthPx) * spanMs;
  const stepMs = STEPS_MS.find((step) => step >= leastMs) ?? Math.ceil(leastMs / 86_400_000) * 86_400_000;
  const first = Math.ceil((window.fromAt - originAt) / stepMs);
  const last = Math.floor((window.toAt - originAt) / stepMs);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => originAt + (first + index) * stepMs);
}
