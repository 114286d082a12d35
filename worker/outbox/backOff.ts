/** Wait before the next try, doubled with each failure in a row and jittered, so that a monitor that comes back isn't flooded. */
export function backOffMs(failureCount: number, random: number): number {
  const baseMs = FIRST_MS * 2 ** Math.max(0, failureCount - 1);
  return Math.min(LONGEST_MS, baseMs * (1 + random));
}
const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;

/** Reads `Retry-After` (RFC 9110, 10.2.3): seconds or a date; at most an hour, whatever the server wants. */
export function parseRetryAfter(value: string | null, now: number): number {
  if (value === null) return 0;
  if (!/^\d+$|GMT$/.test(value)) return 0;
  const ms = value.endsWith('GMT') ? Date.parse(value) - now : Number(value) * 1_000;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), 3_600_000) : 0;
}
