import { describe, expect, test } from 'vitest';
import { batch, checkpoint, createDevice, mark, settle, START_AT, until, uuid, type Page } from './support.ts';

/** Three groups of a page, a minute apart, each a checkpoint's segment and one more. */
async function fill({ api }: Page, groupCount = 3): Promise<void> {
  for (let group = 0; group < groupCount; group += 1) {
    const at = START_AT + group * 60_000;
    await api.append(batch(group * 2, checkpoint(at)));
    await api.flush();
    await api.append(batch(group * 2 + 1, mark(at + 30_000)));
    await api.flush();
  }
}

const numbers = (device: ReturnType<typeof createDevice>) =>
  device.monitor.segments.map(({ header }) => header.first).sort((a, b) => a - b);

describe('send', () => {
  test('sends the range from the checkpoint before it, and purges what is confirmed', async () => {
    const device = createDevice();
    const page = await device.open();
    await fill(page);
    const range = { fromAt: START_AT + 80_000, toAt: START_AT + 100_000, liveUntilAt: 0 };
    const result = await page.api.send({ instructionId: uuid(), sessionId: page.ids.sessionId, ...range });
    expect(result).toEqual({ segmentCount: 2, isComplete: true });
    await until(() => device.monitor.segments.length === 2);
    expect(numbers(device)).toEqual([2, 3]);
    await until(async () => (await page.api.status()).outbox.segmentCount === 0);
    const { ring, outbox } = await page.api.status();
    expect(ring.segmentCount).toBe(4);
    expect(outbox).toMatchObject({ confirmedCount: 2, rejectedCount: 0, failureCount: 0 });
  });

  test('never sends a confirmed range again', async () => {
    const device = createDevice();
    const page = await device.open();
    await fill(page);
    const all = { sessionId: page.ids.sessionId, fromAt: 0, toAt: START_AT * 2, liveUntilAt: 0 };
    await page.api.send({ instructionId: uuid(), ...all });
    await until(() => device.monitor.segments.length === 6);
    await settle(page.api);
    expect(await page.api.send({ instructionId: uuid(), ...all })).toEqual({ segmentCount: 0, isComplete: true });
    await settle(page.api);
    expect(device.monitor.segments).toHaveLength(6);
  });

  test('says when the ring does not reach back so far', async () => {
    const device = createDevice();
    const page = await device.open();
    await fill(page, 4);
    await page.api.drop({ sessionId: page.ids.sessionId, beforeAt: START_AT + 100_000 });
    const order = { sessionId: page.ids.sessionId, toAt: START_AT * 2, liveUntilAt: 0 };
    expect((await page.api.send({ instructionId: uuid(), fromAt: START_AT, ...order })).isComplete).toBe(false);
    const later = await page.api.send({ instructionId: uuid(), fromAt: START_AT + 120_000, ...order });
    expect(later).toEqual({ segmentCount: 4, isComplete: true });
  });

  test('live: what comes is sealed every 2 s and sent, until its end', async () => {
    const device = createDevice();
    const { api, ids } = await device.open();
    const order = { instructionId: uuid(), sessionId: ids.sessionId, fromAt: START_AT, toAt: START_AT };
    await api.send({ ...order, liveUntilAt: START_AT + 10_000 });
    await device.clock.advance(1_000);
    await api.append(batch(0, mark(START_AT + 1_000)));
    await settle(api);
    expect(device.monitor.segments).toHaveLength(0);
    await device.clock.advance(2_000);
    await until(() => device.monitor.segments.length === 1);
    await device.clock.advance(10_000);
    await api.append(batch(1, mark(START_AT + 13_000)));
    await device.clock.advance(60_000);
    await settle(api);
    expect(device.monitor.segments).toHaveLength(1);
  });

  test.each([
    ['bytes', { maxBytes: 1 }],
    ['records', { maxCount: 1 }],
  ])('live: ends after so many %s', async (_name, limits) => {
    const device = createDevice();
    const { api, ids } = await device.open();
    const order = { instructionId: uuid(), sessionId: ids.sessionId, fromAt: START_AT, toAt: START_AT };
    await api.send({ ...order, liveUntilAt: START_AT + 60_000, ...limits });
    for (const number of [0, 1, 2]) {
      await device.clock.advance(2_000);
      await api.append(batch(number, mark(device.clock.now())));
      await api.flush();
    }
    await settle(api);
    expect(numbers(device)).toEqual([0]);
  });

  test('live: ends early by stopLive, with what was captured before', async () => {
    const device = createDevice();
    const { api, ids } = await device.open();
    const instructionId = uuid();
    const order = { instructionId, sessionId: ids.sessionId, fromAt: START_AT, toAt: START_AT };
    await api.send({ ...order, liveUntilAt: START_AT + 60_000 });
    await api.append(batch(0, mark(START_AT + 1_000)));
    await api.stopLive(instructionId);
    await api.append(batch(1, mark(START_AT + 2_000)));
    await api.flush();
    await settle(api);
    expect(numbers(device)).toEqual([0]);
  });

  test('records of another tab that are not sealed yet follow when they are, from their checkpoint on', async () => {
    const device = createDevice();
    const sessionId = uuid();
    const first = await device.open({ ids: { sessionId } });
    const second = await device.open({ ids: { sessionId } });
    await second.api.append(batch(0, checkpoint(START_AT)));
    await second.api.flush();
    await second.api.append(batch(1, mark(START_AT + 5_000)));
    const order = {
      instructionId: uuid(),
      sessionId,
      fromAt: START_AT + 4_000,
      toAt: START_AT + 9_000,
      liveUntilAt: 0,
    };
    expect((await first.api.send(order)).segmentCount).toBe(0);
    await second.api.flush();
    await until(() => device.monitor.segments.length === 2);
    expect(device.monitor.segments.map(({ header }) => [header.pageId, header.first]).sort()).toEqual([
      [second.ids.pageId, 0],
      [second.ids.pageId, 1],
    ]);
  });

  test('other sessions stay where they are', async () => {
    const device = createDevice();
    const [first, second] = [await device.open(), await device.open()];
    await fill(first);
    await fill(second);
    await first.api.send({
      instructionId: uuid(),
      sessionId: first.ids.sessionId,
      fromAt: 0,
      toAt: START_AT * 2,
      liveUntilAt: 0,
    });
    await until(() => device.monitor.segments.length === 6);
    expect(new Set(device.monitor.segments.map(({ header }) => header.sessionId))).toEqual(
      new Set([first.ids.sessionId]),
    );
    const third = await device.open();
    expect(third.started.otherSessionIds).toEqual([second.ids.sessionId]);
  });
});

describe('hold and drop', () => {
  test('what is held stays until the mark ends, and nothing else of it', async () => {
    const device = createDevice();
    const page = await device.open();
    await fill(page);
    const { sessionId } = page.ids;
    const hold = { instructionId: uuid(), sessionId, fromAt: START_AT + 80_000, untilAt: START_AT + 600_000 };
    expect(await page.api.hold(hold)).toEqual({ count: 4 });
    expect(await page.api.drop({ sessionId, beforeAt: START_AT * 2 })).toEqual({ count: 2 });
    await device.clock.advance(10_000);
    await settle(page.api);
    await device.clock.advance(591_000);
    expect(await page.api.drop({ sessionId, beforeAt: START_AT * 2 })).toEqual({ count: 4 });
  });

  test('drop leaves what waits in the outbox', async () => {
    const device = createDevice();
    device.monitor.answerWith(() => new Response('', { status: 500 }));
    const page = await device.open();
    await fill(page);
    const { sessionId } = page.ids;
    await page.api.send({
      instructionId: uuid(),
      sessionId,
      fromAt: START_AT + 120_000,
      toAt: START_AT * 2,
      liveUntilAt: 0,
    });
    expect(await page.api.drop({ sessionId, beforeAt: START_AT * 2 })).toEqual({ count: 4 });
    expect((await page.api.status()).outbox.segmentCount).toBe(2);
  });

  test('the ring keeps the promised minutes and drops whole checkpoints before them', async () => {
    const device = createDevice();
    const page = await device.open({ buffer: { minutes: 3 } });
    for (let group = 0; group < 8; group += 1) {
      await page.api.append(batch(group, checkpoint(device.clock.now()), mark(device.clock.now() + 1)));
      await device.clock.advance(60_000);
    }
    await page.api.flush();
    const { ring } = await page.api.status();
    expect(ring.fromAt).toBe(START_AT + 5 * 60_000);
    expect(ring.isShort).toBe(false);
  });

  test('the byte ceiling wins over the promise, and the summary says so', async () => {
    const device = createDevice();
    const page = await device.open({ buffer: { minutes: 60, maxBytes: 5_000 } });
    for (let group = 0; group < 20; group += 1) {
      await page.api.append(batch(group, checkpoint(device.clock.now())));
      await page.api.flush();
      await device.clock.advance(1_000);
    }
    const { ring } = await page.api.status();
    expect(ring.bytes).toBeLessThanOrEqual(5_000);
    expect(ring.segmentCount).toBeGreaterThan(1);
    expect(ring.isShort).toBe(true);
  });
});
