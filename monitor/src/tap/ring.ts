import type { Record as WireRecord } from 'rewindow/wire';

/** A record in memory, with the size that it has as JSON. */
export interface Held {
  record: WireRecord;
  bytes: number;
}
export interface Bounds {
  keepMs: number;
  maxBytes: number;
}

interface TakeLimits {
  maxCount?: number | undefined;
  maxBytes?: number | undefined;
}

/** The last minutes of one session in memory. What is taken to be sent leaves it, so that nothing is sent twice. */
export interface Ring {
  add(held: Held, bounds: Bounds): void;
  /** Takes what lies in the range, oldest first; of more than the limits allow, the newest. */
  take(fromAt: number, toAt: number, limits?: TakeLimits): Held[];
  /** Drops nothing from `fromAt` on until `untilAt` for its age. */
  hold(fromAt: number, untilAt: number): void;
  /** Drops what is older and not held. */
  drop(beforeAt: number, now: number): void;
  bytes(): number;
  count(): number;
}

export function createRing(): Ring {
  let entries: Held[] = [];
  let bytes = 0;
  let holds: { fromAt: number; untilAt: number }[] = [];

  const keep = (isKept: (held: Held) => boolean) => {
    entries = entries.filter(isKept);
    bytes = entries.reduce((sum, held) => sum + held.bytes, 0);
  };
  const isHeld = ({ record }: Held) => holds.some(({ fromAt }) => record.at >= fromAt);
  const expire = (beforeAt: number, now: number) => {
    holds = holds.filter(({ untilAt }) => untilAt > now);
    const [oldest] = entries;
    if (oldest && oldest.record.at < beforeAt) keep((held) => held.record.at >= beforeAt || isHeld(held));
  };
  return {
    add(held, { keepMs, maxBytes }) {
      entries.push(held);
      bytes += held.bytes;
      expire(held.record.at - keepMs, held.record.at);
      // The ceiling of bytes wins over everything.
      while (bytes > maxBytes && entries.length > 0) bytes -= entries.shift()?.bytes ?? 0;
    },
    take(fromAt, toAt, limits) {
      const meant = entries.filter(({ record }) => record.at >= fromAt && record.at <= toAt);
      const taken = new Set(newest(meant, limits));
      if (taken.size > 0) keep((held) => !taken.has(held));
      return [...taken];
    },
    hold(fromAt, untilAt) {
      holds.push({ fromAt, untilAt });
    },
    drop: expire,
    bytes: () => bytes,
    count: () => entries.length,
  };
}

function newest(entries: Held[], { maxCount = Infinity, maxBytes = Infinity }: TakeLimits = {}): Held[] {
  let start = entries.length;
  for (let bytes = 0; start > 0 && entries.length - start < maxCount; start -= 1) {
    bytes += entries[start - 1]?.bytes ?? 0;
    if (bytes > maxBytes) break;
  }
  return entries.slice(start);
}
