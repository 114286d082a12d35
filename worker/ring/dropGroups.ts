import type { Context } from '../context.ts';
import { groupSegments } from './groups.ts';
import { segmentKeyOf } from './rows.ts';
import { pickRange } from './pickRange.ts';
import { isHolding } from './placeHold.ts';
import {
  planEviction,
  type DroppedGroup,
  type Evictable,
  type EvictionPlan,
  type EvictionPolicy,
} from './planEviction.ts';
import type { Transaction } from './store.ts';

const GIVEN_UP = 'live_given_up: the monitor did not take live parts before room was short';
/** Deleting 20 MB at once takes a third of a second, in which nothing could be stored. */
const STEP_BYTES = 1_000_000;

/** Thinning out is nothing that anybody waits for. */
const THIN_AFTER_MS = 1_000;

/** Drops what the policy wants gone, and has the rest thinned out later. Resolves to the number of segments dropped. */
export async function evict(context: Context, policy: EvictionPolicy): Promise<number> {
  const { groups, thinned } = await plan(context, policy);
  if (thinned.length > 0) thinLater(context, THIN_AFTER_MS);
  return dropGroups(context, groups);
}

function thinLater(context: Context, delayMs: number): void {
  context.alarm.set('thin', delayMs, () => {
    // Loaded before it is its turn: nobody is to wait for that. What can't be loaded, the next segment asks for again.
    context.scope.loadParts().then(
      ({ thinSome }) => {
        context.runBehind(async () => {
          const { thinned } = await plan(context, context.settings.buffer);
          if (await thinSome(context, thinned, listEvictable)) thinLater(context, THIN_AFTER_MS / 4);
        });
      },
      () => undefined,
    );
  });
}

async function plan(context: Context, policy: EvictionPolicy): Promise<EvictionPlan> {
  const { segments, pages } = await context.store.transact(
    ['segments', 'outbox', 'holds', 'pages'],
    'read',
    async (tx) => ({ segments: await listEvictable(tx, context.scope.now()), pages: await tx.list('pages') }),
  );
  const live = await context.lock.livePageIds(pages);
  return planEviction(segments, live, policy, context.scope.now());
}

/** Makes room on a full device: half of what is there, however young. Says whether anything went. */
export async function evictHalf(context: Context): Promise<boolean> {
  const rows = await context.store.transact(['segments'], 'read', (tx) => tx.list('segments'));
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
  return (await evict(context, { minutes: context.settings.buffer.minutes, maxBytes: bytes / 2 })) > 0;
}

/** Drops a session's groups that are older than `beforeAt`, except what is held or waits in the outbox. */
export async function dropBefore(context: Context, sessionId: string, beforeAt: number): Promise<number> {
  const segments = await context.store.transact(['segments', 'outbox', 'holds'], 'read', (tx) =>
    listEvictable(tx, context.scope.now()),
  );
  const groups = groupSegments(segments.filter(({ header }) => header.sessionId === sessionId))
    .filter((group) => group.lastAt < beforeAt && !group.segments.some(({ isKept, isLive }) => isKept || isLive))
    .map((group) => ({ ...group, isShort: false }));
  return dropGroups(context, groups);
}

async function listEvictable(tx: Transaction, now: number): Promise<Evictable[]> {
  const rows = await tx.list('segments');
  const outbox = await tx.list('outbox');
  const keysOf = (isWanted: boolean) =>
    new Set(outbox.filter(({ isLive = false }) => isLive !== isWanted).map(({ key }) => segmentKeyOf(key)));
  const [kept, live] = [keysOf(true), keysOf(false)];
  for (const hold of await tx.list('holds')) {
    if (isHolding(hold, now)) for (const { key } of pickRange(rows, hold)) kept.add(key);
  }
  return rows.map(({ key, header, bytes, kinds }) => ({
    ...{ key, header, bytes, isKept: kept.has(key), isLive: live.has(key) },
    ...(kinds && { kinds }),
  }));
}

async function dropGroups(context: Context, groups: readonly DroppedGroup[]): Promise<number> {
  let dropped = 0;
  for (const group of groups) {
    for (const step of cutSteps(group.segments)) dropped += await dropStep(context, group, step);
  }
  return dropped;
}

function cutSteps(segments: readonly Evictable[]): Evictable[][] {
  const steps: Evictable[][] = [];
  let bytes = STEP_BYTES;
  for (const segment of segments) {
    if (bytes >= STEP_BYTES) {
      steps.push([]);
      bytes = 0;
    }
    steps.at(-1)?.push(segment);
    bytes += segment.bytes;
  }
  return steps;
}

/** Each step leaves a ring that is whole; what was put into the outbox since the plan was made stays. */
async function dropStep({ store, faults }: Context, group: DroppedGroup, step: readonly Evictable[]): Promise<number> {
  return store.transact(['segments', 'bodies', 'outbox', 'drops'], 'write', async (tx) => {
    let [count, toAt, givenUpCount] = [0, 0, 0];
    for (const { key, header, isLive } of step) {
      const waiting = (await tx.list('outbox', key)).filter((row) => row.isLive !== true || isLive !== true);
      if (waiting.length > 0) continue;
      for (const row of await tx.keys('outbox', key)) {
        await tx.delete('outbox', row);
        givenUpCount += 1;
      }
      await tx.delete('segments', key);
      await tx.delete('bodies', key);
      count += 1;
      toAt = Math.max(toAt, header.lastAt);
    }
    if (count === 0) return 0;
    const before = await tx.get('drops', group.pageId);
    await tx.put('drops', group.pageId, {
      ...before,
      sessionId: group.sessionId,
      toAt: Math.max(toAt, before?.toAt ?? 0),
      isShort: group.isShort || before?.isShort === true,
      givenUpCount: givenUpCount + (before?.givenUpCount ?? 0),
    });
    if (givenUpCount > 0 && !faults.includes(GIVEN_UP)) faults.push(GIVEN_UP);
    return count;
  });
}
