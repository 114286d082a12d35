import { describe, expect, test } from 'vitest';
import type { PageIds } from 'rewindow/wire';
import { batch, checkpoint, createDevice, FACTS, mark, settle, START_AT, until, uuid } from './support.ts';
import { openWorker } from './realWorker.ts';

const ALL = { fromAt: 0, toAt: START_AT * 2, liveUntilAt: 0 };

const newIds = (): PageIds => ({ sessionId: uuid(), tabId: uuid(), pageId: uuid() });

describe('pages that share a device', () => {
  test('a killed page: the next one seals what it left, gaplessly, and it can be asked for', async () => {
    const device = createDevice();
    const ids = newIds();
    const killed = await openWorker(device.app, ids);
    expect(killed.started.storage).toBe('indexeddb');
    await killed.api.append(batch(0, checkpoint(START_AT), mark(START_AT + 1)));
    await killed.api.flush();
    await killed.api.append(batch(1, mark(START_AT + 2)));
    killed.kill();
    const next = await device.open();
    expect(next.started.otherSessionIds).toEqual([ids.sessionId]);
    await until(async () => {
      await next.api.send({ instructionId: uuid(), sessionId: ids.sessionId, ...ALL });
      return device.monitor.segments.length === 2;
    });
    expect(device.monitor.segments.map(({ header }) => [header.first, header.last])).toEqual([
      [0, 1],
      [2, 2],
    ]);
  });

  test('a page that ends only after the past was asked for: what it left follows', async () => {
    const device = createDevice();
    const ids = newIds();
    const ending = await openWorker(device.app, ids);
    const next = await device.open({ ids: { sessionId: ids.sessionId } });
    await device.clock.advance(6_000);
    await settle(next.api);
    await ending.api.append(batch(0, checkpoint(START_AT), mark(START_AT + 1)));
    await next.api.send({ instructionId: uuid(), sessionId: ids.sessionId, ...ALL });
    ending.kill();
    await until(async () => {
      await device.clock.advance(1_000);
      return device.monitor.segments.some(({ header }) => header.pageId === ids.pageId);
    });
  });

  test('a killed page: what was to be forwarded at once, and a part that was ordered, are sent by the next one', async () => {
    const device = createDevice();
    const ids = newIds();
    const killed = await openWorker(device.app, ids);
    await killed.api.append({ ...batch(0, mark(START_AT), mark(START_AT + 1)), live: [1] });
    await killed.api.flush();
    const line = { kind: 'console' as const, at: START_AT + 2, data: { level: 'log' as const, message: 'line' } };
    await killed.api.append({ ...batch(1, mark(START_AT + 2), line), live: [0] });
    const order = { instructionId: uuid(), sessionId: ids.sessionId, ...ALL, kinds: ['console' as const] };
    expect((await killed.api.send(order)).segmentCount).toBe(1);
    await killed.api.append({ ...batch(2, mark(START_AT + 4), mark(START_AT + 5)), live: [0] });
    killed.kill();
    const next = await device.open();
    await device.clock.advance(3_600_000);
    await until(() => device.monitor.segments.length === 4);
    const numbers = device.monitor.segments.map(({ records }) => records.map(({ sequence }) => sequence));
    expect(numbers.flat().sort()).toEqual([1, 2, 3, 4]);
    expect((await next.api.status()).outbox.segmentCount).toBe(0);
  });

  test('a killed session is reported as crashed with its own last time, one that left as ended', async () => {
    const device = createDevice();
    const ids = newIds();
    const killed = await openWorker(device.app, ids);
    await killed.api.append(batch(0, mark(START_AT + 5_000)));
    await killed.api.report(FACTS);
    const left = await device.open();
    await left.api.append(batch(0, mark(START_AT + 7_000)));
    await left.api.report(FACTS);
    await left.api.append(batch(1, { kind: 'page', at: START_AT + 8_000, data: { type: 'leave' } }));
    await left.api.suspend();
    await until(async () => (await killed.api.status()).outbox.failureCount > 0);
    killed.kill();
    device.monitor.summaries.length = 0;
    // The lock of a killed worker is released a moment later; the schedule of the unreachable monitor has to pass, too.
    await until(async () => !JSON.stringify(await navigator.locks.query()).includes(ids.pageId));
    await device.clock.advance(86_400_000);
    await device.open();
    await until(() => device.monitor.summaries.length === 2);
    const bySession = new Map(device.monitor.summaries.map((summary) => [summary.sessionId, summary]));
    expect(bySession.get(ids.sessionId)).toMatchObject({
      state: 'crashed',
      lastAt: START_AT + 5_000,
      counts: { mark: 1 },
      ring: { segmentCount: 1, fromAt: START_AT + 5_000 },
    });
    expect(bySession.get(left.ids.sessionId)).toMatchObject({ state: 'ended', lastAt: START_AT + 8_000 });
  });

  test('what a living page has pending is left alone', async () => {
    const device = createDevice();
    const living = await device.open();
    await living.api.append(batch(0, mark(START_AT)));
    await living.api.report(FACTS);
    const other = await device.open();
    await other.api.send({ instructionId: uuid(), sessionId: living.ids.sessionId, ...ALL });
    await device.clock.advance(5_000);
    await settle(other.api);
    expect((await living.api.status()).ring).toMatchObject({ segmentCount: 0, fromAt: START_AT });
    expect(device.monitor.summaries.map(({ state }) => state)).toEqual(['running']);
    await living.api.append(batch(1, mark(START_AT + 1)));
    await living.api.flush();
    await until(() => device.monitor.segments.length === 1);
    expect(device.monitor.segments[0]?.records).toHaveLength(2);
  });

  test('a worker that starts again for the same page goes on with its sequence numbers', async () => {
    const device = createDevice();
    const first = await device.open();
    await first.api.append(batch(0, mark(START_AT)));
    await first.api.suspend();
    const again = await device.open({ ids: first.ids });
    expect(await again.api.append(batch(0, mark(START_AT + 1)))).toEqual({ durableBatch: 0 });
    await again.api.send({ instructionId: uuid(), sessionId: first.ids.sessionId, ...ALL });
    await until(() => device.monitor.segments.length === 2);
    expect(device.monitor.segments.flatMap(({ records }) => records.map(({ sequence }) => sequence))).toEqual([0, 1]);
  });

  test('tails are absorbed once, without what is durable already', async () => {
    const device = createDevice();
    const ids = newIds();
    const first = await device.open({ ids });
    await first.api.append(batch(0, mark(START_AT)));
    await first.api.suspend();
    const tail = { ids, batches: [batch(0, mark(START_AT)), batch(1, mark(START_AT + 1), mark(START_AT + 2))] };
    const second = await device.open({ tails: [tail] });
    expect(second.started.absorbedPageIds).toEqual([ids.pageId]);
    const third = await device.open({ tails: [tail] });
    expect(third.started.absorbedPageIds).toEqual([ids.pageId]);
    await third.api.send({ instructionId: uuid(), sessionId: ids.sessionId, ...ALL });
    await until(() => device.monitor.segments.length > 0 && device.monitor.segments.at(-1)?.header.last === 2);
    expect(device.monitor.segments.flatMap(({ records }) => records.map(({ sequence }) => sequence))).toEqual([
      0, 1, 2,
    ]);
  });

  test('a tail that somebody has spoilt harms nobody', async () => {
    const device = createDevice();
    const ids = newIds();
    const spoilt: unknown = { ids, batches: [{ number: 0, captures: [null, 7, { kind: 'mark' }] }, 'no batch'] };
    const page = await device.open({ tails: [spoilt as never] });
    expect(page.started.absorbedPageIds).toEqual([ids.pageId]);
    expect(await page.api.append(batch(0, mark(START_AT)))).toEqual({ durableBatch: 0 });
  });

  test('without locks: pages that were heard of lately live, others are looked after', async () => {
    const device = createDevice();
    const parts = { locks: undefined };
    const silent = await device.open({ parts });
    await silent.api.append(batch(0, mark(START_AT)));
    await device.open({ parts });
    expect((await silent.api.status()).ring.segmentCount).toBe(0);
    device.scope.now = () => START_AT + 6 * 60_000;
    const later = await device.open({ parts, buffer: { minutes: 60 } });
    await later.api.send({ instructionId: uuid(), sessionId: silent.ids.sessionId, ...ALL });
    await until(() => device.monitor.segments.length === 1);
  });

  test('any tab sends for all, and each segment once', async () => {
    const device = createDevice();
    const sessionId = uuid();
    const pages = await Promise.all([0, 1, 2].map(() => device.open({ ids: { sessionId } })));
    for (const { api } of pages) {
      await api.append(batch(0, mark(START_AT)));
      await api.flush();
    }
    await Promise.all(pages.map(({ api }) => api.send({ instructionId: uuid(), sessionId, ...ALL })));
    await until(() => device.monitor.segments.length === 3);
    for (const { api } of pages) await settle(api);
    expect(device.monitor.segments).toHaveLength(3);
    expect((await pages[0]?.api.status())?.outbox.confirmedCount).toBe(3);
  });

  test('an instruction is claimed once, over all tabs and reloads', async () => {
    const device = createDevice();
    const id = uuid();
    const pages = await Promise.all([0, 1, 2].map(() => device.open()));
    const claims = await Promise.all(pages.map(({ api }) => api.claim(id, START_AT + 60_000)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await (await device.open()).api.claim(id, START_AT + 60_000)).toBe(false);
    expect(await pages[0]?.api.claim(uuid(), START_AT + 60_000)).toBe(true);
  });

  test('wiped by one tab: the others store and send nothing more', async () => {
    const device = createDevice();
    const [first, second] = [await device.open(), await device.open()];
    await second.api.append(batch(0, mark(START_AT)));
    await first.api.wipe();
    await until(async () => (await second.api.status()).reasons.length > 0);
    await second.api.append(batch(1, mark(START_AT)));
    await second.api.flush();
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(`rewindow:${device.app}`);
    expect(device.monitor.requests).toEqual([]);
  });

  test('suspended: no lock, no connection, no timer; resumed: all as before', async () => {
    const device = createDevice();
    const { api, ids } = await device.open();
    await api.append(batch(0, mark(START_AT)));
    await api.suspend();
    expect(JSON.stringify(await navigator.locks.query())).not.toContain(device.app);
    expect(device.clock.timerCount()).toBe(0);
    // Late calls of the page are stored all the same, and the connection is closed again.
    expect(await api.append(batch(1, mark(START_AT + 1)))).toEqual({ durableBatch: 1 });
    let isBlocked = false;
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open(`rewindow:${device.app}`, 4);
      request.onblocked = () => (isBlocked = true);
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
      request.onerror = () => {
        reject(new Error(String(request.error)));
      };
    });
    expect(isBlocked).toBe(false);
    // The database has a newer version now, as after an update of the agent in another tab.
    await api.resume();
    expect(JSON.stringify(await navigator.locks.query())).toContain(ids.pageId);
    const { storage, reasons } = await api.status();
    expect(storage).toBe('memory');
    expect(reasons[0]).toContain('VersionError');
    expect(await api.append(batch(2, mark(START_AT + 2)))).toEqual({ durableBatch: 2 });
  });
});
