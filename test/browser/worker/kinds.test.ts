import type { Capture } from 'rewindow/wire';
import { describe, expect, test } from 'vitest';
import { batch, checkpoint, createDevice, mark, settle, START_AT, until, uuid, type Page } from './support.ts';

function line(at: number, message = 'line'): Capture {
  return { kind: 'console', at, data: { level: 'log', message } };
}
const sent = (device: ReturnType<typeof createDevice>) =>
  device.monitor.segments.map(({ header, records }) => ({
    isPartial: header.isPartial ?? false,
    numbers: records.map(({ sequence }) => sequence),
  }));
const order = ({ ids }: Page) => ({ instructionId: uuid(), sessionId: ids.sessionId, fromAt: 0, toAt: START_AT * 2 });

describe('sending by kinds', () => {
  test('a part goes as a container of its own; the segment stays and can be sent in full', async () => {
    const device = createDevice();
    const page = await device.open();
    await page.api.append(batch(0, checkpoint(START_AT), mark(START_AT + 1), line(START_AT + 2), mark(START_AT + 3)));
    const first = { ...order(page), kinds: ['mark' as const], liveUntilAt: 0 };
    await page.api.flush();
    expect(await page.api.send(first)).toEqual({ segmentCount: 1, isComplete: true });
    await until(() => device.monitor.segments.length === 1);
    expect(sent(device)).toEqual([{ isPartial: true, numbers: [1, 3] }]);
    expect(device.monitor.segments[0]?.header).toMatchObject({ first: 1, last: 3, checkpoint: false });
    await until(async () => (await page.api.status()).outbox.segmentCount === 0);
    expect((await page.api.status()).ring.segmentCount).toBe(1);
    await page.api.send({ ...order(page), liveUntilAt: 0 });
    await until(() => device.monitor.segments.length === 2);
    expect(sent(device)[1]).toEqual({ isPartial: false, numbers: [0, 1, 2, 3] });
    await until(async () => (await page.api.status()).ring.segmentCount === 0);
  });

  test('kinds that a segment consists of are sent as the segment; of others nothing is', async () => {
    const device = createDevice();
    const page = await device.open();
    await page.api.append(batch(0, mark(START_AT)));
    await page.api.flush();
    await page.api.append(batch(1, line(START_AT + 1)));
    await page.api.flush();
    const result = await page.api.send({ ...order(page), kinds: ['mark'], liveUntilAt: 0 });
    expect(result.segmentCount).toBe(1);
    await until(() => device.monitor.segments.length === 1);
    await settle(page.api);
    expect(sent(device)).toEqual([{ isPartial: false, numbers: [0] }]);
  });

  test('live: only these kinds, and the limits count them alone', async () => {
    const device = createDevice();
    const page = await device.open();
    const live = { ...order(page), fromAt: START_AT, toAt: START_AT, liveUntilAt: START_AT + 60_000 };
    await page.api.send({ ...live, kinds: ['console'], maxCount: 2 });
    for (const number of [0, 1, 2, 3]) {
      const at = START_AT + 1_000 * (number + 1);
      await page.api.append(batch(number, mark(at), line(at)));
      await page.api.flush();
    }
    await until(() => device.monitor.segments.length === 2);
    await settle(page.api);
    expect(sent(device)).toEqual([
      { isPartial: true, numbers: [1] },
      { isPartial: true, numbers: [3] },
    ]);
  });

  test('live in windows: what lies in them, cut at their edges', async () => {
    const device = createDevice();
    const page = await device.open();
    const windows = { count: 2, everyMs: 10_000, lengthMs: 3_000 };
    const live = { ...order(page), fromAt: START_AT, toAt: START_AT - 1, liveUntilAt: START_AT + 60_000 };
    await page.api.send({ ...live, windows, liveFromAt: START_AT + 1_000 });
    const captures = Array.from({ length: 40 }, (_, index) => mark(START_AT + index * 1_000));
    await page.api.append(batch(0, ...captures.slice(0, 20)));
    await page.api.flush();
    await page.api.append(batch(1, ...captures.slice(20)));
    await page.api.flush();
    await until(() => device.monitor.segments.length === 1);
    await settle(page.api);
    expect(sent(device)).toEqual([{ isPartial: true, numbers: [1, 2, 3, 4, 11, 12, 13, 14] }]);
  });
});

describe('where the file that copies parts can’t be loaded', () => {
  test('whole segments go, parts wait until it can', async () => {
    const device = createDevice();
    const { loadParts } = device.scope;
    let isThere = false;
    const page = await device.open({
      parts: { loadParts: () => (isThere ? loadParts() : Promise.reject(new Error('blocked'))) },
    });
    await page.api.append(batch(0, mark(START_AT), line(START_AT + 1)));
    await page.api.flush();
    await page.api.append(batch(1, mark(START_AT + 2)));
    await page.api.flush();
    await page.api.send({ ...order(page), kinds: ['mark'], liveUntilAt: 0 });
    await until(async () => (await page.api.status()).outbox.failureCount > 0);
    // The next try is set a moment after the failure has been noted.
    await until(async () => {
      await device.clock.advance(500);
      return device.monitor.segments.length === 1;
    });
    expect(sent(device)).toEqual([{ isPartial: false, numbers: [2] }]);
    expect((await page.api.status()).outbox.lastError).toContain('blocked');
    isThere = true;
    await until(async () => {
      await device.clock.advance(60_000);
      return device.monitor.segments.length === 2;
    });
    expect(sent(device)[1]).toEqual({ isPartial: true, numbers: [0] });
  });
});

describe('forwarding live', () => {
  test('flagged captures are sent within 2 s, the others stay', async () => {
    const device = createDevice();
    const page = await device.open();
    await page.api.append({ ...batch(0, mark(START_AT), line(START_AT + 1), mark(START_AT + 2)), live: [1] });
    await device.clock.advance(2_000);
    await until(() => device.monitor.segments.length === 1);
    expect(sent(device)).toEqual([{ isPartial: true, numbers: [1] }]);
    expect((await page.api.status()).ring.segmentCount).toBe(1);
  });

  test('they survive the end of the worker, sealed or not, and the network’s', async () => {
    const device = createDevice();
    device.monitor.answerWith(() => Response.error());
    const parts = { setTimeout: () => 0 };
    const dead = await device.open({ parts });
    await dead.api.append({ ...batch(0, mark(START_AT), line(START_AT + 1)), live: [1] });
    await dead.api.flush();
    await dead.api.append({ ...batch(1, mark(START_AT + 2), line(START_AT + 3)), live: [1] });
    await settle(dead.api);
    await dead.api.suspend();
    device.monitor.answerWith(undefined);
    await device.clock.advance(600_000);
    await device.open();
    await until(() => device.monitor.segments.length === 2);
    expect(
      sent(device)
        .flatMap(({ numbers }) => numbers)
        .sort(),
    ).toEqual([1, 3]);
  });

  test('a monitor that is down does not make the ring grow: the oldest live parts are given up, and it says so', async () => {
    const device = createDevice();
    device.monitor.answerWith(() => new Response('', { status: 500 }));
    const page = await device.open({ buffer: { maxBytes: 100_000 } });
    await page.api.send({ ...order(page), fromAt: START_AT, toAt: START_AT - 1, liveUntilAt: START_AT + 600_000 });
    for (let number = 0; number < 60; number += 1) {
      const noise = Array.from(crypto.getRandomValues(new Uint8Array(4_000)), (byte) => byte.toString(16)).join('');
      await page.api.append(batch(number, mark(START_AT + number * 1_000, noise)));
      await page.api.flush();
    }
    const { ring, outbox, reasons } = await page.api.status();
    expect(ring.bytes).toBeLessThan(110_000);
    expect(ring.isShort).toBe(true);
    expect(outbox.givenUpCount).toBeGreaterThan(20);
    expect(outbox.segmentCount + outbox.givenUpCount).toBe(60);
    expect(reasons.join()).toContain('live_given_up');
  });
});

describe('limits of sending', () => {
  test('beyond the bytes of a session orders are refused, on later pages, too', async () => {
    const device = createDevice();
    const page = await device.open();
    await page.api.append(batch(0, mark(START_AT)));
    await page.api.flush();
    await page.api.send({ ...order(page), liveUntilAt: 0 });
    await until(async () => (await page.api.status()).sentBytes > 0);
    const later = await device.open({ ids: { sessionId: page.ids.sessionId } });
    const { sentBytes } = await later.api.status();
    expect(sentBytes).toBeGreaterThan(100);
    await later.api.configure({ sendBytesMax: sentBytes + 50 });
    await later.api.append(batch(0, mark(START_AT)));
    await later.api.flush();
    const refused = { segmentCount: 0, isComplete: false, refusal: 'limit_reached' };
    expect(await later.api.send({ ...order(later), liveUntilAt: 0 })).toEqual(refused);
    await later.api.configure({ sendBytesMax: 500_000_000 });
    expect((await later.api.send({ ...order(later), liveUntilAt: 0 })).segmentCount).toBe(1);
  });

  test('live parts end there', async () => {
    const device = createDevice();
    const page = await device.open();
    await page.api.send({ ...order(page), fromAt: START_AT, toAt: START_AT - 1, liveUntilAt: START_AT + 600_000 });
    await page.api.configure({ sendBytesMax: 10 });
    for (const number of [0, 1, 2]) {
      await page.api.append({ ...batch(number, mark(START_AT + number)), live: [0] });
      await page.api.flush();
      await settle(page.api);
    }
    expect(sent(device)).toHaveLength(1);
  });
});
