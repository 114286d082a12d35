import { ALWAYS } from '../rules/kinds.ts';
import { isNumber, isText, listOf, optional, shape } from '../wire/checks.ts';
import { roughBytes } from './roughBytes.ts';
import type { CaptureDetails } from '../wire/captureDetails.ts';
import type { Capture } from '../wire/record.ts';
import type { RecordKind } from '../wire/recordKinds.ts';

/** A capture that an instruction added to the rules, and what ends it. */
export interface ExtraCapture {
  kinds: RecordKind[];
  untilAt: number;
  remainingCount: number;
  /** Of their JSON, about; absent where there is no limit. */
  remainingBytes?: number;
  untilState?: string;
  details?: CaptureDetails;
  /** Not all the time, but for `lengthMs` every `everyMs`, so many times, from when it was added. */
  windows?: { count: number; everyMs: number; lengthMs: number };
  /** Of the instruction: what its records lead to is deeper by one. */
  depth?: number;
}
/** What an instruction stopped; all kinds where they are absent. */
export type Mute = Omit<ExtraCapture, 'kinds' | 'details' | 'windows' | 'depth' | 'remainingBytes'> & {
  kinds?: RecordKind[];
};

type Added<T> = T & { fromAt: number };
type Bound = Pick<ExtraCapture, 'untilAt' | 'untilState' | 'remainingCount'>;

/** What instructions change in what is captured. */
export interface Extras {
  extend(extra: ExtraCapture): void;
  mute(mute: Mute): void;
  /** Ends the extra captures of these kinds; all, where none are named. */
  stop(kinds?: RecordKind[]): void;
  /** What is kept, out of what the rules keep. */
  kinds(base: ReadonlySet<RecordKind>, now: number): ReadonlySet<RecordKind>;
  details(now: number): CaptureDetails[];
  /** The least depth of those that bring this kind in; undefined where none does. */
  depthOf(kind: RecordKind, now: number): number | undefined;
  /** Counts a record. True where something ended with it. */
  spend(capture: Capture, isKept: boolean): boolean;
  /** True where something ended with these states. */
  endAt(entered: string[]): boolean;
  /** When something of it begins or ends next; Infinity where nothing does. */
  changesAt(now: number): number;
  /** Until when something is captured. */
  untilAt(): number;
  save(): unknown;
}

export function createExtras(now: () => number, saved: unknown): Extras {
  const restored = isSaved(saved) ? (saved as { extras: Added<ExtraCapture>[]; mutes: Added<Mute>[] }) : undefined;
  let extras = (restored?.extras ?? []).map(unpack);
  let mutes = (restored?.mutes ?? []).map(unpack);
  const filter = (keep: (bound: Bound) => boolean) => {
    const before = extras.length + mutes.length;
    extras = extras.filter(keep);
    mutes = mutes.filter(keep);
    return extras.length + mutes.length < before;
  };
  return {
    extend(extra) {
      const { windows } = extra;
      // A window that begins anew all the time lasts.
      const { windows: _, ...lasting } = extra;
      extras.push({ ...(windows && windows.everyMs > windows.lengthMs ? extra : lasting), fromAt: now() });
    },
    mute(mute) {
      mutes.push({ ...mute, fromAt: now() });
    },
    stop(kinds) {
      if (!kinds) extras = [];
      extras = extras
        .map((extra) => ({ ...extra, kinds: extra.kinds.filter((kind) => !kinds?.includes(kind)) }))
        .filter((extra) => extra.kinds.length > 0);
    },
    kinds(base, at) {
      if (extras.length + mutes.length === 0) return base;
      const added = extras.filter((extra) => isOpen(extra, at)).flatMap(({ kinds }) => kinds);
      const kept = new Set([...base, ...added, ...(added.length > 0 ? ALWAYS : [])]);
      for (const mute of mutes) {
        if (!isOpen(mute, at)) continue;
        for (const kind of mute.kinds ?? [...kept].filter((each) => !ALWAYS.includes(each))) kept.delete(kind);
      }
      return kept;
    },
    details: (at) => extras.filter((extra) => isOpen(extra, at)).flatMap(({ details = [] }) => details),
    depthOf(kind, at) {
      const depths = extras.filter((extra) => extra.kinds.includes(kind) && isOpen(extra, at));
      return depths.length === 0 ? undefined : Math.min(...depths.map(({ depth = 0 }) => depth));
    },
    spend(capture, isKept) {
      const { kind, at } = capture;
      if (extras.length + mutes.length === 0) return false;
      for (const extra of extras) {
        if (isKept && extra.kinds.includes(kind) && isOpen(extra, at)) spendOn(extra, capture);
      }
      for (const mute of mutes) if (!isKept && mute.kinds?.includes(kind) !== false) mute.remainingCount -= 1;
      return filter(({ remainingCount, untilAt }) => remainingCount > 0 && untilAt > at);
    },
    endAt: (entered) => filter(({ untilState }) => untilState === undefined || !entered.includes(untilState)),
    changesAt: (at) => Math.min(...[...extras, ...mutes].map((each) => nextOf(each, at))),
    untilAt: () => Math.max(0, ...extras.map(({ untilAt }) => untilAt)),
    save: () => ({ extras, mutes }),
  };
}

function spendOn(extra: ExtraCapture, capture: Capture): void {
  const { remainingBytes } = extra;
  extra.remainingCount -= 1;
  if (remainingBytes === undefined) return;
  extra.remainingBytes = remainingBytes - roughBytes(capture, remainingBytes);
  if (extra.remainingBytes <= 0) extra.remainingCount = 0;
}

function isOpen({ fromAt, untilAt, windows }: Added<Bound & Pick<ExtraCapture, 'windows'>>, at: number): boolean {
  if (at >= untilAt) return false;
  if (!windows) return true;
  const number = Math.floor((at - fromAt) / windows.everyMs);
  return number < windows.count && at - fromAt - number * windows.everyMs < windows.lengthMs;
}

function nextOf({ fromAt, untilAt, windows }: Added<Bound & Pick<ExtraCapture, 'windows'>>, at: number): number {
  if (at >= untilAt) return Infinity;
  if (!windows) return untilAt;
  const number = Math.max(0, Math.floor((at - fromAt) / windows.everyMs));
  if (number >= windows.count) return untilAt;
  const beginAt = fromAt + number * windows.everyMs;
  const endAt = beginAt + windows.lengthMs;
  return Math.min(untilAt, at < endAt ? endAt : beginAt + windows.everyMs);
}

/** Infinity has no JSON. */
function fromJson(count: number | null): number {
  return count ?? Infinity;
}

function unpack<T extends Bound>(bound: T): T {
  return { ...bound, untilAt: fromJson(bound.untilAt), remainingCount: fromJson(bound.remainingCount) };
}

const isCount = (value: unknown) => value === null || isNumber(value);
const bound = {
  ...{
    fromAt: isNumber,
    untilAt: isCount,
    remainingCount: isCount,
    untilState: optional(isText),
    depth: optional(isNumber),
    remainingBytes: optional(isNumber),
  },
  windows: optional(shape({ count: isNumber, everyMs: isNumber, lengthMs: isNumber })),
  details: optional(shape({})),
};
const isSaved = shape({
  extras: listOf(shape({ ...bound, kinds: listOf(isText) })),
  mutes: listOf(shape({ ...bound, kinds: optional(listOf(isText)) })),
});
