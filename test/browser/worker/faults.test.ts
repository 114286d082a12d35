import { afterEach, describe, expect, test, vi } from 'vitest';
import { batch, checkpoint, createDevice, mark, settle, START_AT, until, uuid } from './support.ts';

const ALL = { fromAt: 0, toAt: START_AT * 2, liveUntilAt: 0 };

afterEach(() => {
  vi.restoreAllMocks();
});

/** Opens the database and doesn't let go. */
function occupy(name: string, version: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(new Error(String(request.error)));
    };
  });
}

async function expectMemory(device: ReturnType<typeof createDevice>, reason: string, opening = device.open()) {
  const { api, ids, started } = await opening;
  expect(started.storage).toBe('memory');
  expect(started.reasons.join()).toContain(reason);
  await api.append(batch(0, checkpoint(START_AT), mark(START_AT)));
  await api.send({ instructionId: uuid(), sessionId: ids.sessionId, ...ALL });
  await until(() => device.monitor.segments.length === 1);
  expect(device.monitor.segments[0]?.records).toHaveLength(2);
}

describe('storage that fails', () => {
  test('no IndexedDB: memory, and everything else works', async () => {
    const device = createDevice();
    await expectMemory(device, 'storage_missing', device.open({ parts: { indexedDB: undefined } }));
  });

  test('in memory tails are not taken from where they are safer', async () => {
    const ids = { sessionId: uuid(), tabId: uuid(), pageId: uuid() };
    const tails = [{ ids, batches: [batch(0, mark(START_AT))] }];
    const page = await createDevice().open({ tails, parts: { indexedDB: undefined } });
    expect(page.started.absorbedPageIds).toEqual([]);
    expect(page.started.otherSessionIds).toEqual([]);
  });

  test('open throws (some private modes): memory', async () => {
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('A mutation operation was attempted', 'InvalidStateError');
    });
    await expectMemory(createDevice(), 'InvalidStateError');
  });

  test('open hangs: memory after 3 s, and a connection that comes late is closed', async () => {
    const device = createDevice();
    const name = `rewindow:${device.app}`;
    const occupied = await occupy(name, 1);
    const deleting = indexedDB.deleteDatabase(name);
    await new Promise((resolve) => (deleting.onblocked = resolve));
    const opening = device.open();
    await until(() => device.limits.timerCount() > 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await device.limits.advance(3_000);
    await expectMemory(device, 'storage_hanging', opening);
    occupied.close();
    // Only if nobody has it open this is not blocked.
    await new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 9);
      request.onblocked = reject;
      request.onsuccess = () => {
        request.result.close();
        resolve(undefined);
      };
    });
  });

  test('a transaction that aborts once: repeated on a new connection', async () => {
    const device = createDevice();
    const { api } = await device.open();
    await device.clock.advance(6_000);
    await settle(api);
    const { put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(function (this: IDBObjectStore, ...args) {
      const request = put.apply(this, args);
      this.transaction.abort();
      return request;
    });
    expect(await api.append(batch(0, mark(START_AT)))).toEqual({ durableBatch: 0 });
    const { storage, counts } = await api.status();
    expect({ storage, counts }).toEqual({ storage: 'indexeddb', counts: { mark: 1 } });
  });

  test('a connection that stays lost: memory, the numbers go on, and nothing is numbered twice', async () => {
    const device = createDevice();
    const { api, ids } = await device.open();
    await api.append(batch(0, mark(START_AT)));
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
    });
    await api.append(batch(1, mark(START_AT + 1)));
    const { storage, reasons } = await api.status();
    expect(storage).toBe('memory');
    expect(reasons.join()).toContain('storage_lost: UnknownError');
    await api.send({ instructionId: uuid(), sessionId: ids.sessionId, ...ALL });
    await until(() => device.monitor.segments.length === 1);
    expect(device.monitor.segments[0]?.header).toMatchObject({ first: 1, last: 1 });
  });

  test('a full device: the older half goes, and the record is stored', async () => {
    const device = createDevice();
    const { api } = await device.open({ buffer: { minutes: 60 } });
    for (let number = 0; number < 4; number += 1) {
      await api.append(batch(number, checkpoint(START_AT + number)));
      await api.flush();
    }
    const { add: _add, put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(function (this: IDBObjectStore, ...args) {
      put.apply(this, args);
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(await api.append(batch(4, mark(START_AT + 9)))).toEqual({ durableBatch: 4 });
    const { storage, ring } = await api.status();
    expect(storage).toBe('indexeddb');
    expect(ring.fromAt).toBeGreaterThan(START_AT + 1);
    expect(ring.segmentCount).toBeGreaterThan(0);
    expect(ring.isShort).toBe(true);
  });

  test('a device that stays full: memory, reported', async () => {
    const device = createDevice();
    const { api } = await device.open();
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(await api.append(batch(0, mark(START_AT)))).toEqual({ durableBatch: 0 });
    const { storage, reasons, counts } = await api.status();
    expect(storage).toBe('memory');
    expect(reasons.join()).toContain('storage_full');
    expect(counts).toEqual({ mark: 1 });
  });
});
