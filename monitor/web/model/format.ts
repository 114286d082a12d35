/** Times, spans and sizes as the console writes them. All pure; the present comes in as an argument. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const two = (value: number): string => String(value).padStart(2, '0');

/** `850 ms`, `4.2 s`, `3 min 05 s`, `2 h 04 min`, `3 d 2 h`. */
export function formatSpan(spanMs: number): string {
  const ms = Math.max(0, Math.round(spanMs));
  if (ms < SECOND_MS) return `${String(ms)} ms`;
  if (ms < 10 * SECOND_MS) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < MINUTE_MS) return `${String(Math.floor(ms / SECOND_MS))} s`;
  if (ms < HOUR_MS)
    return `${String(Math.floor(ms / MINUTE_MS))} min ${two(Math.floor((ms % MINUTE_MS) / SECOND_MS))} s`;
  if (ms < DAY_MS) return `${String(Math.floor(ms / HOUR_MS))} h ${two(Math.floor((ms % HOUR_MS) / MINUTE_MS))} min`;
  return `${String(Math.floor(ms / DAY_MS))} d ${String(Math.floor((ms % DAY_MS) / HOUR_MS))} h`;
}

/** `just now`, `12 s ago`, `5 min ago`, `3 h ago`, `2 d ago`; a time ahead of the clock is `just now`. */
export function formatAgo(at: number, now: number): string {
  const ms = now - at;
  if (ms < 5 * SECOND_MS) return 'just now';
  if (ms < MINUTE_MS) return `${String(Math.floor(ms / SECOND_MS))} s ago`;
  if (ms < HOUR_MS) return `${String(Math.floor(ms / MINUTE_MS))} min ago`;
  if (ms < DAY_MS) return `${String(Math.floor(ms / HOUR_MS))} h ago`;
  return `${String(Math.floor(ms / DAY_MS))} d ago`;
}

/** Local time of day with tenths: `22:51:03.4`. */
export function formatTimeOfDay(at: number): string {
  const date = new Date(at);
  const tenths = Math.floor(date.getMilliseconds() / 100);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(tenths)}`;
}

/** Local date and time: `2026-11-21 22:51:03`. */
export function formatDateTime(at: number): string {
  const date = new Date(at);
  const day = `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Position of a play head: `0:07.3`, `12:40.0`, `1:02:03.5`. */
export function formatPosition(positionMs: number): string {
  const tenths = Math.floor(Math.max(0, positionMs) / 100);
  const seconds = Math.floor(tenths / 10);
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const tail = `${two(seconds % 60)}.${String(tenths % 10)}`;
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${tail}` : `${String(minutes)}:${tail}`;
}

/** A clock correction with its sign: `+1.8 s`, `−420 ms`; `none` below a tenth of a second. */
export function formatCorrection(offsetMs: number): string {
  if (Math.abs(offsetMs) < 100) return 'none';
  return `${offsetMs < 0 ? '−' : '+'}${formatSpan(Math.abs(offsetMs))}`;
}

/** `640 B`, `12 kB`, `3.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${String(bytes)} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}

/** `1 record`, `3 records`. */
export function formatCount(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
