import type { RuleMemory } from 'rewindow/rules';
import type { InstructionDraft, RecordKind, RuleSet } from 'rewindow/wire';

/** What a draft would have buffered and sent of one session. Compressed bytes. */
export interface Cost {
  archivedBytes: number;
  bufferedBytes: number;
  sentBytes: number;
  imageCount: number;
}

export interface CostMeter {
  /** A record that the draft would have buffered. `lastMs`: of the past goes with it, where it is sent at once. */
  buffer(record: { at: number; kind: RecordKind; bytes: number }, live: { lastMs: number } | undefined): void;
  /** What a trigger would have ordered. */
  order(draft: InstructionDraft, at: number, visits: RuleMemory['visits']): void;
  image(): void;
  total(): Omit<Cost, 'archivedBytes'>;
}

type Span = [fromAt: number, toAt: number];
interface Window {
  span: Span;
  kinds: ReadonlySet<RecordKind> | undefined;
}

/** Adds up the cost of one session. What several orders ask for is sent once; the rule set's own limits hold. */
export function createCostMeter({ buffer, limits }: Pick<RuleSet, 'buffer' | 'limits'>): CostMeter {
  const buffered: { at: number; kind: RecordKind; bytes: number }[] = [];
  const windows: Window[] = [];
  let imageCount = 0;
  let wasLive = false;
  const keptMs = buffer.minutes * 60_000;
  return {
    buffer({ at, kind, bytes }, live) {
      buffered.push({ at, kind, bytes });
      if (live) {
        const fromAt = wasLive ? at : at - Math.min(live.lastMs, keptMs);
        windows.push({ span: [fromAt, at - 1], kinds: undefined }, { span: [at, at], kinds: new Set([kind]) });
      }
      wasLive = live !== undefined;
    },
    order({ order, limits: own }, at, visits) {
      if (order.verb === 'image') imageCount += 1;
      if (order.verb !== 'buffer.send') return;
      const visit = order.state === undefined ? undefined : (visits[order.state] ?? { enteredAt: at, leftAt: at });
      const pastFrom = order.fromAt ?? visit?.enteredAt ?? at - (order.lastMs ?? keptMs);
      const liveMs = Math.min(order.liveMs ?? 0, own?.maxMs ?? Infinity);
      const kinds = order.kinds && new Set(order.kinds);
      const pastTo = Math.min(order.toAt ?? visit?.leftAt ?? at, at);
      windows.push({ span: [Math.max(pastFrom, at - keptMs), pastTo], kinds });
      if (liveMs > 0) windows.push({ span: [at, at + liveMs], kinds });
    },
    image() {
      imageCount += 1;
    },
    total() {
      const bufferedBytes = sum(buffered);
      const sentBytes = sum(listSent(buffered, windows));
      return {
        bufferedBytes: Math.round(bufferedBytes),
        sentBytes: Math.round(Math.min(sentBytes, limits.sendBytes)),
        imageCount: Math.min(imageCount, limits.imageCount),
      };
    },
  };
}

function sum(records: { bytes: number }[]): number {
  return records.reduce((total, { bytes }) => total + bytes, 0);
}

function listSent<R extends { at: number; kind: RecordKind }>(buffered: R[], windows: Window[]): R[] {
  const spansByKind = new Map<RecordKind, Span[]>();
  for (const kind of new Set(buffered.map((record) => record.kind))) {
    const own = windows.filter(({ kinds }) => kinds === undefined || kinds.has(kind));
    spansByKind.set(kind, mergeSpans(own.map(({ span }) => span)));
  }
  return buffered.filter(({ at, kind }) => isWithin(spansByKind.get(kind) ?? [], at));
}

/** Spans without overlaps, in order. */
export function mergeSpans(spans: Span[]): Span[] {
  const merged: Span[] = [];
  for (const [fromAt, toAt] of [...spans].sort((one, other) => one[0] - other[0])) {
    const last = merged.at(-1);
    if (toAt < fromAt) continue;
    if (last !== undefined && fromAt <= last[1]) last[1] = Math.max(last[1], toAt);
    else merged.push([fromAt, toAt]);
  }
  return merged;
}

/** By halving: a session may have a million records. */
export function isWithin(spans: readonly Span[], at: number): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.[0] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return (spans[low - 1]?.[1] ?? -Infinity) >= at;
}
