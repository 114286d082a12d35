import type { Context } from '../context.ts';
import { holdLock, type HeldLock } from '../elect/holdLock.ts';
import type { ScheduleRow } from '../ring/rows.ts';
import { StoreEndedError } from '../ring/ringStore.ts';
import { fieldOf, postToMonitor, type Answer } from '../upload/postToMonitor.ts';
import { backOffMs } from './backOff.ts';
import { nextAcknowledgements, nextSummary, type Body, type Channel, type Job } from './channels.ts';
import { giveUp, holdMs, isDue, nextSegment } from './segmentChannel.ts';

/**
 * Sends what waits: acknowledgements, summaries, segments, of all tabs; the latter as far as the link allows it. The tab that has something to send takes the
 * sender's lock for as long as it sends; who comes next finds nothing left. Failures share one schedule in the database.
 */
export interface Courier {
  /** Sends now, or when the schedule allows it; begins again after `stop`. */
  kick(): void;
  /** Aborts what is on its way; it stays in the outbox. */
  stop(): void;
}

/** Files are the heaviest: they wait for a link that is good, as long as anything does. */
const assetsOnGoodLink: Channel = async (context, limit) => {
  const rows = await context.store.transact(['assetOutbox'], 'read', (tx) => tx.list('assetOutbox'));
  if (!rows.some(({ addedAt = 0 }) => isDue(context, addedAt))) return undefined;
  const parts = await context.scope.loadParts().catch(() => undefined);
  return parts?.nextAsset(context, limit);
};
const CHANNELS: readonly Channel[] = [nextAcknowledgements, nextSummary, nextSegment, assetsOnGoodLink];
/** A frozen tab keeps its lock: who has waited so long sends as well. Sending twice is harmless. */
const LOCK_LIMIT_MS = 60_000;
/** A clock that was set back must not silence the sender for longer than the longest wait. */
const SCHEDULE_LIMIT_MS = 3_600_000;

export function createCourier(context: Context): Courier {
  const { scope, alarm } = context;
  let stopping = new AbortController();
  let isRunning = false;
  let isWanted = false;
  let forgetOnline: (() => void) | undefined;

  const kick = (): void => {
    if (stopping.signal.aborted) stopping = new AbortController();
    forgetOnline ??= scope.onOnline(wake);
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    void run(stopping.signal).finally(() => {
      isRunning = false;
      if (isWanted) kick();
    });
  };
  const run = async (signal: AbortSignal): Promise<void> => {
    try {
      while (isWanted && !signal.aborted) {
        isWanted = false;
        const waitMs = await waitOf(context);
        if (waitMs > 0) alarm.set('retry', waitMs, kick);
        else await deliver(context, signal, kick);
        const heldMs = await holdMs(context);
        if (heldMs !== undefined) alarm.set('held', heldMs, kick);
      }
    } catch (error) {
      isWanted = false;
      if (!(error instanceof StoreEndedError)) alarm.set('retry', backOffMs(1, scope.random()), kick);
    }
  };
  const wake = (): void => {
    alarm.clear('retry');
    context.link.forget();
    context.runBehind(async () => {
      await updateSchedule(context, (schedule) => ({ ...schedule, nextTryAt: 0 }));
      kick();
    });
  };
  return {
    kick,
    stop() {
      isWanted = false;
      stopping.abort();
      forgetOnline?.();
      forgetOnline = undefined;
    },
  };
}

async function deliver(context: Context, signal: AbortSignal, kick: () => void): Promise<void> {
  if (context.link.decide().action === 'drop') await giveUp(context);
  if (!(await hasWork(context))) return;
  const lock: HeldLock | undefined = await holdLock(context.scope, `rewindow:${context.app}:sender`, LOCK_LIMIT_MS);
  try {
    for (const channel of CHANNELS) {
      const answer = await drain(context, channel, signal);
      if (answer?.kind !== 'failed') continue;
      context.alarm.set('retry', await waitOf(context), kick);
      if (!answer.isReachable) return;
    }
  } finally {
    lock?.release();
  }
}

async function hasWork(context: Context): Promise<boolean> {
  for (const channel of CHANNELS) if ((await channel(context, 1)) !== undefined) return true;
  return false;
}

/** Sends until nothing is left, or until it fails. */
async function drain(context: Context, channel: Channel, signal: AbortSignal): Promise<Answer | undefined> {
  let limit = Infinity;
  for (let job = await channel(context, limit); job !== undefined; job = await channel(context, limit)) {
    if (signal.aborted) return undefined;
    const url = `${context.monitor}/v1/${job.path}?app=${encodeURIComponent(context.app)}${job.query ?? ''}`;
    const startedAt = context.scope.uptimeMs();
    const body = await readBody(job);
    if (body === undefined) {
      await job.refuse();
      continue;
    }
    const answer =
      body instanceof Error
        ? ({ kind: 'failed', error: `part: ${body.message}`, retryAfterMs: 0, isReachable: true } as const)
        : await postToMonitor(context.scope, { url, method: job.method, body, signal });
    if (answer.kind === 'stopped') return answer;
    if (answer.kind === 'failed') {
      await noteFailure(context, answer, await job.fail());
      return answer;
    }
    if (answer.kind === 'confirmed') {
      context.link.note(sizeOf(body), context.scope.uptimeMs() - startedAt);
      await job.confirm(answer.reply);
      context.answers.hear(fieldOf(answer.reply, 'instructions'));
    } else await job.refuse();
    limit = answer.kind === 'refused' ? 1 : limit;
    const error = answer.kind === 'refused' ? answer.error : undefined;
    await updateSchedule(context, (schedule) => ({
      failureCount: 0,
      nextTryAt: 0,
      lastError: error ?? schedule.lastError,
    }));
  }
  return undefined;
}

/** An error where what makes the body could not be loaded, or the body is unreadable. */
async function readBody({ body }: Job): Promise<Body | Error | undefined> {
  if (typeof body !== 'function') return body;
  return body().catch((error: unknown) => new Error(String(error)));
}

function sizeOf(body: Body | Error): number {
  if (body instanceof Error) return 0;
  return body instanceof Blob ? body.size : body.length;
}

async function noteFailure(
  context: Context,
  answer: Extract<Answer, { kind: 'failed' }>,
  tryCount: number,
): Promise<void> {
  const { scope } = context;
  await updateSchedule(context, ({ failureCount }) => {
    const count = failureCount + 1;
    const waitMs = Math.max(backOffMs(Math.max(count, tryCount), scope.random()), answer.retryAfterMs);
    return { failureCount: count, nextTryAt: scope.now() + waitMs, lastError: answer.error };
  });
}

async function waitOf({ store, scope }: Context): Promise<number> {
  const schedule = await store.transact(['schedule'], 'read', (tx) => tx.get('schedule', 'schedule'));
  const waitMs = schedule === undefined ? 0 : schedule.nextTryAt - scope.now();
  return waitMs > SCHEDULE_LIMIT_MS ? 0 : waitMs;
}

/** Written only where it changes: mostly nothing fails. */
async function updateSchedule({ store }: Context, change: (schedule: ScheduleRow) => ScheduleRow): Promise<void> {
  const none: ScheduleRow = { failureCount: 0, nextTryAt: 0, lastError: '' };
  const before = (await store.transact(['schedule'], 'read', (tx) => tx.get('schedule', 'schedule'))) ?? none;
  if (JSON.stringify(change(before)) === JSON.stringify(before)) return;
  await store.transact(['schedule'], 'write', async (tx) => {
    await tx.put('schedule', 'schedule', change((await tx.get('schedule', 'schedule')) ?? none));
  });
}
