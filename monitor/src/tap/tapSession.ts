import type { Instruction, RecordData } from 'rewindow/wire';
import type { NetworkDetail, Policy } from './policy.ts';
import { createRing, type Held, type Ring } from './ring.ts';

/** A capture or a sending that an instruction has begun, and what ends it. */
export interface Running {
  id: string;
  fromAt: number;
  untilAt: number;
  leftCount: number;
  leftBytes: number;
  windows: NonNullable<Instruction['limits']>['windows'];
  details: NetworkDetail;
}

/** What a tap has of one session: its records, and what it was told to do. */
export interface TapSession {
  sessionId: string;
  /** The tap counts as a page of its own in each session, with numbers of its own. */
  pageId: string;
  isNamedByAgent: boolean;
  /** Asked about already: its earlier instructions have come. */
  isKnown: boolean;
  seenAt: number;
  nextSequence: number;
  ring: Ring;
  /** Ids of instructions that were carried out. */
  done: Set<string>;
  live: Running[];
  extra: Running[];
  stops: Running[];
  asleepUntilAt: number;
}

export function createTapSession(sessionId: string, pageId: string, now: number): TapSession {
  return {
    ...{ sessionId, pageId, isNamedByAgent: false, isKnown: false, seenAt: now, nextSequence: 0 },
    ...{ ring: createRing(), done: new Set(), live: [], extra: [], stops: [], asleepUntilAt: 0 },
  };
}

/** How deep exchanges are looked at now; undefined where they are not. */
export function depthOf(session: TapSession, policy: Policy | undefined, now: number): NetworkDetail | undefined {
  if (session.asleepUntilAt > now || session.stops.some((each) => isRunning(each, now))) return undefined;
  const extras = session.extra.filter((each) => isRunning(each, now)).map(({ details }) => details);
  if (policy?.details === undefined && extras.length === 0) return undefined;
  const all = [policy?.details ?? {}, ...extras];
  return { headers: all.flatMap(({ headers = [] }) => headers), bodies: all.flatMap(({ bodies = [] }) => bodies) };
}

const KEPT: Pick<Policy, 'keepMs' | 'maxBytes'> = { keepMs: 180_000, maxBytes: 1_000_000 };

/** Adds a record. What is to be sent at once is given back instead of being kept. */
export function addRecord(
  session: TapSession,
  policy: Policy | undefined,
  { at, data }: { at: number; data: RecordData<'network'> },
): Held | undefined {
  const forward = policy?.forwardOf(data, at) ?? 'onRequest';
  if (forward === 'never') return undefined;
  const record = { kind: 'network' as const, at, data, sequence: session.nextSequence };
  session.nextSequence += 1;
  const held = { record, bytes: Buffer.byteLength(JSON.stringify(record)) };
  const live = session.live.filter((each) => isRunning(each, at));
  const running = [...live, ...session.extra.filter((each) => isRunning(each, at))];
  for (const each of running) {
    each.leftCount -= 1;
    each.leftBytes -= held.bytes;
  }
  session.live = session.live.filter((each) => !isOver(each, at));
  session.extra = session.extra.filter((each) => !isOver(each, at));
  if (live.length > 0 || forward === 'live') return held;
  session.ring.add(held, policy ?? KEPT);
  return undefined;
}

function isOver({ untilAt, leftCount, leftBytes }: Running, at: number): boolean {
  return untilAt <= at || leftCount <= 0 || leftBytes <= 0;
}

function isRunning(running: Running, at: number): boolean {
  if (isOver(running, at) || at < running.fromAt) return false;
  const { windows, fromAt } = running;
  if (windows === undefined) return true;
  const sinceMs = at - fromAt;
  const index = Math.floor(sinceMs / Math.max(1, windows.everyMs));
  return index < windows.count && sinceMs - index * windows.everyMs < windows.lengthMs;
}
