import { expect, test } from 'vitest';
import { hold, send, type BufferScope } from '../../../src/boot/bufferVerbs.ts';
import { perform, type VerbScope } from '../../../src/boot/verbs.ts';
import type { HoldOrder, Instruction, Order, SendOrder, SendResult, WorkerApi } from '../../../src/wire/index.ts';

type Send = Extract<Order, { verb: 'buffer.send' }>;
type Hold = Extract<Order, { verb: 'buffer.hold' }>;
const NOW = 100_000;
const ISSUED_AT = 99_000;

async function sendBy(
  order: Partial<Send>,
  limits: Instruction['limits'] = {},
  result: Partial<SendResult> = {},
): Promise<{ outcome: string; asked: SendOrder | undefined; endings: unknown[] }> {
  const asked: SendOrder[] = [];
  const endings: unknown[] = [];
  const worker: Pick<WorkerApi, 'send'> = {
    send(given) {
      asked.push(given);
      return Promise.resolve({ segmentCount: 1, isComplete: true, ...result });
    },
  };
  const scope = {
    ...{ worker, now: () => NOW, flush: () => Promise.resolve() },
    visit: (state: string) => ({ cart: { enteredAt: 50_000, leftAt: 60_000 }, pay: { enteredAt: 70_000 } })[state],
    stopLiveAt: (...ending: unknown[]) => void endings.push(ending),
  } as unknown as BufferScope;
  const full: Send = { verb: 'buffer.send', ...order };
  const instruction = {
    id: 'i',
    order: full,
    address: { sessionId: 's' },
    issuedAt: ISSUED_AT,
    expiresAt: NOW * 2,
    limits,
  };
  const { outcome } = await send(scope, instruction, full);
  return { outcome, asked: asked[0], endings };
}

test.each<[string, Partial<Send>, number, number]>([
  ['all that is buffered', {}, 0, NOW],
  ['by time', { fromAt: 10_000, toAt: 20_000 }, 10_000, 20_000],
  ['the last of it, by the time of the order', { lastMs: 9_000 }, 90_000, NOW],
  ['a state that was left', { state: 'cart' }, 50_000, 60_000],
  ['a state that lasts', { state: 'pay' }, 70_000, NOW],
  ['the end of a state', { state: 'cart', fromAt: 55_000 }, 55_000, 60_000],
])('the range: %s', async (_what, order, fromAt, toAt) => {
  const { outcome, asked } = await sendBy(order);
  expect([outcome, asked]).toMatchObject(['satisfiedFromBuffer', { fromAt, toAt, liveUntilAt: 0 }]);
});

test('what of the range is still to come is sent live', async () => {
  const { outcome, asked } = await sendBy({ fromAt: 90_000, toAt: 130_000 });
  expect([outcome, asked]).toMatchObject(['armed', { fromAt: 90_000, toAt: NOW, liveUntilAt: 130_000 }]);
});

test('live, within the limits', async () => {
  const windows = { count: 3, everyMs: 60_000, lengthMs: 5_000 };
  const until = (order: Partial<Send>, limits: Instruction['limits']) =>
    sendBy(order, limits).then(({ asked }) => [asked?.liveFromAt, asked?.liveUntilAt]);
  expect(await until({ liveMs: 30_000 }, {})).toEqual([ISSUED_AT, ISSUED_AT + 30_000]);
  expect(await until({ liveMs: 30_000 }, { maxMs: 10_000 })).toEqual([ISSUED_AT, ISSUED_AT + 10_000]);
  expect(await until({}, { windows })).toEqual([ISSUED_AT, ISSUED_AT + 180_000]);
  const { asked, endings } = await sendBy(
    { liveMs: 30_000, kinds: ['error'] },
    { windows, maxBytes: 5, maxCount: 6, untilState: 'paid' },
  );
  expect(asked).toMatchObject({ kinds: ['error'], windows, maxBytes: 5, maxCount: 6 });
  expect(endings).toEqual([['paid', 'i', ISSUED_AT + 30_000]]);
});

test.each([
  ['buffer_empty', {}, { segmentCount: 0 }],
  ['state_not_visited', { state: 'nowhere' }, {}],
  ['link_refused', {}, { refusal: 'link_refused' as const }],
  ['limit_reached', { liveMs: 5 }, { refusal: 'limit_reached' as const }],
])('fails with %s', async (code, order, result) => {
  await expect(sendBy(order, {}, result)).rejects.toMatchObject({ code });
});

test('says where the buffer did not hold all of it', async () => {
  expect((await sendBy({}, {}, { isComplete: false })).outcome).toBe('applied');
});

async function holdBy(order: Partial<Hold>, limits: Instruction['limits'] = {}, count = 1) {
  const asked: HoldOrder[] = [];
  const endings: unknown[] = [];
  const worker: Pick<WorkerApi, 'hold'> = {
    hold(given) {
      asked.push(given);
      return Promise.resolve({ count });
    },
  };
  const scope = {
    ...{ worker, now: () => NOW, flush: () => Promise.resolve() },
    visit: () => ({ enteredAt: 50_000, leftAt: 60_000 }),
    stopLiveAt: (...ending: unknown[]) => void endings.push(ending),
  } as unknown as BufferScope;
  const full: Hold = { verb: 'buffer.hold', forMs: 30_000, ...order };
  const times = { issuedAt: ISSUED_AT, expiresAt: NOW * 2 };
  const { outcome } = await hold(scope, { id: 'i', order: full, address: { sessionId: 's' }, ...times, limits }, full);
  return { outcome, asked: asked[0], endings };
}

test('a hold is one of its range, until its time or a limit', async () => {
  const cart = await holdBy({ state: 'cart' });
  expect(cart).toMatchObject({ outcome: 'applied', asked: { fromAt: 50_000, toAt: 60_000, untilAt: NOW + 30_000 } });
  const limits = { maxMs: 10_000, maxBytes: 5, maxCount: 6, untilState: 'paid' };
  const { asked, endings } = await holdBy({}, limits);
  expect(asked).toMatchObject({ untilAt: NOW + 10_000, maxBytes: 5, maxCount: 6 });
  expect(endings).toEqual([['paid', 'i', NOW + 10_000]]);
  await expect(holdBy({}, { maxBytes: 5 }, 0)).rejects.toMatchObject({ code: 'limit_reached' });
  expect((await holdBy({}, {}, 0)).outcome).toBe('applied');
});

test.each<[Order, string]>([
  [{ verb: 'capture.start', kinds: ['console'] }, 'armed'],
  [{ verb: 'capture.stop', kinds: ['console'] }, 'applied'],
])('%o is told when it is so, not when its code is still on its way', async (order, outcome) => {
  let arrive: () => void = () => undefined;
  const coming = new Promise<void>((resolve) => (arrive = resolve));
  const change = () => coming;
  const scope = { now: () => NOW, extend: change, mute: change, stopExtras: change } as unknown as VerbScope;
  const times = { issuedAt: ISSUED_AT, expiresAt: NOW * 2 };
  const said: string[] = [];
  const performing = perform(scope, { id: 'i', order, address: { sessionId: 's' }, ...times }).then((result) => {
    said.push(result.outcome);
  });
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(said).toEqual([]);
  arrive();
  await performing;
  expect(said).toEqual([outcome]);
});
