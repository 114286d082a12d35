import { describe, expect, test } from 'vitest';
import { batch, createDevice, mark, settle, START_AT, until, uuid, type Device, type Page } from './support.ts';

const ALL = { fromAt: 0, toAt: START_AT * 2, liveUntilAt: 0 };

async function sendOne(device: Device): Promise<Page> {
  const page = await device.open();
  await page.api.append(batch(0, mark(START_AT)));
  await page.api.send({ instructionId: uuid(), sessionId: page.ids.sessionId, ...ALL });
  await until(() => device.monitor.requests.length > 0);
  await settle(page.api);
  return page;
}

const errorReply = (status: number, headers: Record<string, string> = {}) =>
  Response.json({ error: { code: 'internal', message: '' } }, { status, headers });

describe('upload', () => {
  test('needs no preflight: no headers of ours, no type', async () => {
    const device = createDevice();
    await sendOne(device);
    const [request] = device.monitor.requests;
    expect(request?.path).toBe('/v1/segments');
    expect([...(request?.headers.keys() ?? [])].filter((name) => name !== 'accept')).toEqual([]);
  });

  test.each([401, 403, 404, 408, 429, 500, 502, 503])('%i: kept, and sent when it is over', async (status) => {
    const device = createDevice();
    device.monitor.answerWith(() => errorReply(status));
    const page = await sendOne(device);
    const { outbox, ring } = await page.api.status();
    expect(outbox).toMatchObject({ segmentCount: 1, failureCount: 1, rejectedCount: 0, confirmedCount: 0 });
    expect(outbox.lastError).toBe(`${String(status)} internal`);
    expect(outbox.nextTryAt).toBe(START_AT + 1_000);
    expect(ring.segmentCount).toBe(1);
    device.monitor.answerWith(undefined);
    await device.clock.advance(1_000);
    await until(() => device.monitor.segments.length === 1);
    await settle(page.api);
    expect((await page.api.status()).outbox).toMatchObject({ segmentCount: 0, failureCount: 0, confirmedCount: 1 });
  });

  test.each([400, 409, 413, 422])('%i: out of the outbox, kept in the ring, not tried again', async (status) => {
    const device = createDevice();
    device.monitor.answerWith(() => errorReply(status));
    const page = await sendOne(device);
    const { outbox, ring } = await page.api.status();
    expect(outbox).toMatchObject({ segmentCount: 0, rejectedCount: 1, failureCount: 0 });
    expect(ring.segmentCount).toBe(1);
    await page.api.send({ instructionId: uuid(), sessionId: page.ids.sessionId, ...ALL });
    await device.clock.advance(600_000);
    await settle(page.api);
    expect(device.monitor.requests).toHaveLength(1);
  });

  test.each([
    ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['a page of somebody else', () => new Response('<html>log in to this network</html>')],
    ['JSON of somebody else', () => Response.json({ ok: true })],
  ])('%s: kept', async (_name, answer) => {
    const device = createDevice();
    device.monitor.answerWith(answer);
    const page = await sendOne(device);
    expect((await page.api.status()).outbox).toMatchObject({ segmentCount: 1, failureCount: 1, confirmedCount: 0 });
  });

  test('waits longer after each failure, at most 5 minutes', async () => {
    const device = createDevice();
    device.monitor.answerWith(() => errorReply(500));
    const page = await sendOne(device);
    const waits: number[] = [];
    for (let count = 1; count < 12; count += 1) {
      const { outbox } = await page.api.status();
      expect(outbox.failureCount).toBe(count);
      waits.push((outbox.nextTryAt ?? 0) - device.clock.now());
      await device.clock.advance(waits.at(-1) ?? 0);
      await until(() => device.monitor.requests.length === count + 1);
      await settle(page.api);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1_000));
  });

  test('obeys Retry-After', async () => {
    const device = createDevice();
    device.monitor.answerWith(() => errorReply(429, { 'retry-after': '120' }));
    const page = await sendOne(device);
    expect((await page.api.status()).outbox.nextTryAt).toBe(START_AT + 120_000);
    await device.clock.advance(119_000);
    await settle(page.api);
    expect(device.monitor.requests).toHaveLength(1);
  });

  test('back online: tries at once', async () => {
    const device = createDevice();
    device.monitor.answerWith(() => Promise.reject(new TypeError('offline')));
    await sendOne(device);
    device.monitor.answerWith(undefined);
    window.dispatchEvent(new Event('online'));
    await until(() => device.monitor.segments.length === 1);
  });

  test('one segment that always fails does not keep the others', async () => {
    const device = createDevice();
    const page = await device.open();
    for (const number of [0, 1, 2]) {
      await page.api.append(batch(number, mark(START_AT + number)));
      await page.api.flush();
    }
    let isFirst = true;
    device.monitor.answerWith(() => {
      if (isFirst) {
        isFirst = false;
        device.monitor.answerWith(undefined);
      }
      return errorReply(500);
    });
    await page.api.send({ instructionId: uuid(), sessionId: page.ids.sessionId, ...ALL });
    await settle(page.api);
    await device.clock.advance(1_000);
    await until(() => device.monitor.segments.length === 3);
    expect(device.monitor.segments.map(({ header }) => header.first)).toEqual([1, 2, 0]);
  });

  test('the schedule survives the page', async () => {
    const device = createDevice();
    device.monitor.answerWith(() => errorReply(429, { 'retry-after': '60' }));
    const page = await sendOne(device);
    await page.api.suspend();
    const next = await device.open();
    await settle(next.api);
    expect(device.monitor.requests).toHaveLength(1);
    device.monitor.answerWith(undefined);
    await device.clock.advance(60_000);
    await until(() => device.monitor.segments.length === 1);
  });

  test('wipe in the middle of an upload: aborted, and nothing slips out afterwards', async () => {
    const device = createDevice();
    const isAborted = new Promise<void>((resolve) => {
      device.monitor.answerWith(() => new Promise(() => undefined));
      const { fetch } = device.scope;
      device.scope.fetch = (input, init) => {
        const request = new Request(input, init);
        request.signal.addEventListener('abort', () => {
          resolve();
        });
        return fetch(request);
      };
    });
    const page = await sendOne(device);
    await page.api.wipe();
    await isAborted;
    device.monitor.answerWith(undefined);
    expect(await page.api.append(batch(1, mark(START_AT)))).toEqual({ durableBatch: 1 });
    await page.api.flush();
    await device.clock.advance(600_000);
    expect(device.monitor.requests).toHaveLength(1);
    expect(device.clock.timerCount()).toBe(0);
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(`rewindow:${device.app}`);
    const status = await page.api.status();
    expect(status.reasons).toEqual(['wiped']);
    expect((await device.open()).started.otherSessionIds).toEqual([]);
  });
});

describe('acknowledgements', () => {
  const acknowledgement = (instructionId: string) => ({
    sessionId: uuid(),
    tabId: uuid(),
    pageId: uuid(),
    at: START_AT,
    outcome: 'applied' as const,
    instructionId,
  });

  test('are repeated until the monitor has them, also by the next page', async () => {
    const device = createDevice();
    device.monitor.answerWith(() => errorReply(500));
    const page = await device.open();
    const ids = [uuid(), uuid()];
    await page.api.acknowledge(ids.map(acknowledgement));
    await until(() => device.monitor.requests.length === 1);
    await settle(page.api);
    await page.api.suspend();
    device.monitor.answerWith(undefined);
    await device.clock.advance(2_000);
    await device.open();
    await until(() => device.monitor.acknowledgements.length === 2);
  });

  test('one that is refused does not take the others with it', async () => {
    const device = createDevice();
    const page = await device.open();
    let count = 0;
    device.monitor.answerWith(() => {
      count += 1;
      // All together, then the first alone.
      if (count === 2) device.monitor.answerWith(undefined);
      return errorReply(400);
    });
    await page.api.acknowledge([uuid(), uuid(), uuid()].map(acknowledgement));
    await until(() => device.monitor.acknowledgements.length === 2);
    await settle(page.api);
    expect(device.monitor.requests).toHaveLength(4);
  });
});
