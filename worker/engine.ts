import type { WorkerApi, WorkerStart, WorkerStarted } from '../src/wire/index.ts';
import { lazily } from './lazily.ts';
import { createContext, type Context } from './context.ts';
import { createPageLock } from './elect/pageLock.ts';
import { createCourier } from './outbox/courier.ts';
import { endLive, placeImageOrder, placeOrder } from './outbox/orders.ts';
import { createPageWriter } from './pageWriter.ts';
import { readStatus } from './readStatus.ts';
import { dropBefore, evict, evictHalf } from './ring/dropGroups.ts';
import { placeHold } from './ring/placeHold.ts';
import { prune } from './ring/prune.ts';
import { createRingStore } from './ring/ringStore.ts';
import type { WorkerScope } from './scope.ts';
import { sealDeadPages } from './segment/sealPage.ts';
import { absorbTails } from './stamp/absorbTails.ts';
import { createSheets } from './sheets/sheets.ts';
import { isCheckpoint } from './stamp/stampBatch.ts';
import { reportDeadSessions } from './summary/reportDeadSessions.ts';
import { createReporter } from './summary/reporter.ts';
import { claim, queueAcknowledgements, reportInterrupted } from './outbox/claims.ts';

/** A started worker. `stop` ends it for good: what runs is given up, what is stored stays. */
export interface Engine extends Omit<WorkerApi, 'start'> {
  started: WorkerStarted;
  stop(): void;
}

/** A page that leaves as this one starts, or is asked for the past, gives up its lock only then: what it left is looked for again. */
const SECOND_LOOK_MS = 5_000;

export async function startEngine(scope: WorkerScope, start: WorkerStart, onDeleted: () => void): Promise<Engine> {
  let isSuspended = false;
  const store = createRingStore({
    scope,
    name: `rewindow:${start.app}`,
    onDeleted,
    makeRoom: () => evictHalf(context),
  });
  const lock = createPageLock(scope, start.app, start.ids.pageId);
  const closeWhenSuspended = (): void => {
    if (isSuspended) store.close();
  };
  const context = createContext({ scope, start, store, lock, onIdle: closeWhenSuspended });
  const courier = createCourier(context);
  const reporter = createReporter(context, courier.kick);
  const writer = createPageWriter(context, { onAppended: reporter.touch, onOutboxed: courier.kick });
  const halt = (): void => {
    courier.stop();
    context.alarm.stop();
    lock.release();
    context.answers.end();
  };
  return {
    started: await context.run(() => begin(context, writer.announce, start, courier.kick)),
    ...recordVerbs(context, { writer, reporter, courier }),
    ...ringVerbs(context, { writer, courier }),
    answers: () => (isSuspended ? Promise.resolve([]) : context.answers.next()),
    async suspend() {
      await context.run(async () => {
        await writer.leave();
        await reporter.settle();
      });
      isSuspended = true;
      halt();
      store.close();
    },
    async resume() {
      isSuspended = false;
      await lock.take();
      await context.run(writer.announce);
      courier.kick();
    },
    async wipe() {
      halt();
      await store.destroy();
    },
    stop() {
      halt();
      store.end();
    },
  };
}

interface Parts {
  writer: ReturnType<typeof createPageWriter>;
  reporter: ReturnType<typeof createReporter>;
  courier: ReturnType<typeof createCourier>;
}

type RecordVerb =
  'append' | 'appendImage' | 'keepAssets' | 'acknowledge' | 'report' | 'flush' | 'end' | 'status' | 'configure';

function recordVerbs(context: Context, { writer, reporter, courier }: Parts): Pick<Engine, RecordVerb> {
  const { loadParts } = context.scope;
  const imager = lazily(loadParts, ({ createImager }) => createImager(context.scope));
  const assets = lazily(loadParts, ({ createAssets }) => createAssets(context, writer.append));
  const share = createSheets(context);
  return {
    append: (batch) =>
      context.run(async () => {
        const checkpoint = batch.captures.find(isCheckpoint);
        const result = await writer.appendBatch({ ...batch, captures: await share(batch.captures) });
        if (checkpoint !== undefined) {
          imager.current()?.restart();
          await assets.current()?.repeat(checkpoint.at);
        }
        return result;
      }),
    async appendImage(image) {
      const { append } = await imager.get().catch((error: unknown) => {
        image.bitmap.close();
        throw error;
      });
      return context.run(() => append(image, writer.append));
    },
    keepAssets: async (order) => (await assets.get()).keep(order),
    async acknowledge(acknowledgements) {
      await context.run(() => queueAcknowledgements(context, acknowledgements));
      courier.kick();
    },
    report: (facts) => context.run(() => reporter.report(facts)),
    status: () => context.run(() => readStatus(context)),
    async configure(settings) {
      Object.assign(context.settings, settings);
      courier.kick();
      const { buffer } = settings;
      if (buffer !== undefined) await context.run(() => evict(context, buffer));
    },
    async flush() {
      await context.run(async () => {
        await writer.seal();
        await reporter.settle();
      });
      courier.kick();
    },
    async end() {
      await context.run(async () => {
        await writer.seal();
        await reporter.settle('ended');
      });
    },
  };
}

type RingVerb = 'send' | 'sendImage' | 'stopLive' | 'hold' | 'drop' | 'claim';

function ringVerbs(context: Context, { writer, courier }: Omit<Parts, 'reporter'>): Pick<Engine, RingVerb> {
  const place = async <O, R>(order: O, put: (context: Context, order: O) => Promise<R>): Promise<R> => {
    const result = await context.run(async () => {
      await writer.seal();
      await sealDeadPages(context);
      return put(context, order);
    });
    courier.kick();
    lookAgain(context, courier.kick);
    return result;
  };
  return {
    send: (order) => place(order, placeOrder),
    sendImage: (order) => place(order, placeImageOrder),
    async stopLive(instructionId) {
      await context.run(async () => {
        await writer.seal();
        await endLive(context, instructionId);
      });
      courier.kick();
    },
    hold: (order) =>
      context.run(async () => {
        await writer.seal();
        return placeHold(context, order);
      }),
    drop: ({ sessionId, beforeAt }) =>
      context.run(async () => {
        await writer.seal();
        return { count: await dropBefore(context, sessionId, beforeAt) };
      }),
    claim: (key, expiresAt, order) => context.run(() => claim(context, key, expiresAt, order)),
  };
}

/** The page's own start; what other pages have left behind is looked after when it is done. */
async function begin(
  context: Context,
  announce: () => Promise<void>,
  { tails, goesOn = false }: WorkerStart,
  kick: () => void,
): Promise<WorkerStarted> {
  await context.lock.take();
  if (!goesOn) await forgetBatches(context);
  await announce();
  const absorbedPageIds = await absorbTails(context, tails);
  const otherSessionIds = await listOtherSessions(context);
  context.runBehind(async () => {
    await prune(context);
    await lookAfterDeadPages(context);
    kick();
  });
  lookAgain(context, kick);
  return { ...context.store.state(), absorbedPageIds, otherSessionIds };
}

function lookAgain(context: Context, kick: () => void): void {
  context.alarm.set('second look', SECOND_LOOK_MS, () => {
    context.runBehind(async () => {
      await lookAfterDeadPages(context);
      kick();
    });
  });
}

/** A page that slept by its rules starts its worker again, and numbers its batches from 0; its records go on. */
async function forgetBatches({ store, ids }: Context): Promise<void> {
  await store.transact(['pages'], 'write', async (tx) => {
    const page = await tx.get('pages', ids.pageId);
    if (page !== undefined) await tx.put('pages', ids.pageId, { ...page, nextBatch: 0 });
  });
}

async function lookAfterDeadPages(context: Context): Promise<void> {
  await sealDeadPages(context);
  await reportDeadSessions(context);
  await reportInterrupted(context);
  await evict(context, context.settings.buffer);
}

async function listOtherSessions({ store, ids }: Context): Promise<string[]> {
  return store.transact(['segments', 'pending'], 'read', async (tx) => {
    const sealed = (await tx.list('segments')).map(({ header }) => header.sessionId);
    const pending = (await tx.list('pending')).map(({ sessionId }) => sessionId);
    const all = new Set([...sealed, ...pending]);
    all.delete(ids.sessionId);
    return [...all];
  });
}
