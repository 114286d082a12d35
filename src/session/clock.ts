/**
 * The page's clock: `performance.now()` anchored to the wall clock, so that it never runs backwards between anchors.
 * `performance.now()` stands still while a device sleeps, and the wall clock may be set: the anchor is checked when a page
 * becomes visible, and while it is looked at every ten seconds, so that page and worker agree on how old a record is.
 */
export interface Clock {
  now(): number;
  /** Compares with the wall clock; anchors anew where they differ by more than `DRIFT_MS`. */
  reanchor(): void;
  /** What has to be added to get the monitor's time. Milliseconds; 0 until the first answer. */
  offsetMs(): number;
  /** Takes the monitor's time out of an answer to a request that was sent and received at these times of this clock. */
  correct(serverAt: number, sentAt: number, receivedAt: number): void;
}

/** Below it a difference is jitter or slewing; above it the device slept or its clock was set. */
const DRIFT_MS = 1_000;
const CHECK_EVERY_MS = 10_000;

export function createClock(source: { wall(): number; monotonic(): number }): Clock {
  let anchor = source.wall() - source.monotonic();
  let checkedMs = source.monotonic();
  let offset = 0;
  let bestRoundTripMs = Number.POSITIVE_INFINITY;
  const reanchor = () => {
    checkedMs = source.monotonic();
    const measured = source.wall() - checkedMs;
    if (Math.abs(measured - anchor) <= DRIFT_MS) return;
    anchor = measured;
    bestRoundTripMs = Number.POSITIVE_INFINITY;
  };
  return {
    now() {
      const ms = source.monotonic();
      if (ms - checkedMs >= CHECK_EVERY_MS) reanchor();
      return anchor + ms;
    },
    reanchor,
    offsetMs: () => offset,
    correct(serverAt, sentAt, receivedAt) {
      const roundTripMs = receivedAt - sentAt;
      // The shortest round trip has the smallest error: at most half of it.
      if (roundTripMs < 0 || roundTripMs > bestRoundTripMs) return;
      bestRoundTripMs = roundTripMs;
      const measured = Math.round(serverAt - (sentAt + receivedAt) / 2);
      // A difference that the round trip alone can explain is none: else pages of one device would be moved apart.
      offset = Math.abs(measured) <= roundTripMs / 2 ? 0 : measured;
    },
  };
}
