import { describe, expect, test } from 'vitest';
import { batch, checkpoint, createDevice, mark, START_AT, until, uuid } from './support.ts';

const ALL = { fromAt: 0, toAt: START_AT * 2, liveUntilAt: 0 };

describe('append', () => {
  test('stamps batches gaplessly and stores each once', async () => {
    const device = createDevice();
    const { api, ids, started } = await device.open();
    expect(started.storage).toBe('indexeddb');
    expect(await api.append(batch(0, mark(START_AT), mark(START_AT + 1)))).toEqual({ durableBatch: 0 });
    expect(await api.append(batch(1, mark(START_AT + 2)))).toEqual({ durableBatch: 1 });
    expect(await api.append(batch(0, mark(START_AT), mark(START_AT + 1)))).toEqual({ durableBatch: 1 });
    expect((await api.status()).counts).toEqual({ mark: 3 });
    await api.send({ instructionId: uuid(), sessionId: ids.sessionId, ...ALL });
    await until(() => device.monitor.segments.length === 1);
    const [segment] = device.monitor.segments;
    expect(segment?.records.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
    expect(segment?.header).toMatchObject({ ...ids, first: 0, last: 2, encoding: 'gzip', checkpoint: false });
    expect(segment?.header.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a checkpoint begins a segment, in the middle of a batch, too', async () => {
    const device = createDevice();
    const { api, ids } = await device.open();
    await api.append(batch(0, mark(START_AT), checkpoint(START_AT + 1), mark(START_AT + 2)));
    await api.append(batch(1, mark(START_AT + 3), checkpoint(START_AT + 4)));
    await api.send({ instructionId: uuid(), sessionId: ids.sessionId, ...ALL });
    await until(() => device.monitor.segments.length === 3);
    expect(device.monitor.segments.map(({ header: h }) => [h.first, h.last, h.checkpoint])).toEqual([
      [0, 0, false],
      [1, 3, true],
      [4, 4, true],
    ]);
  });

  test('seals after 64 KB, else after 15 s, and has no timer while nothing is pending', async () => {
    const device = createDevice();
    const { api } = await device.open();
    await device.clock.advance(6_000);
    await until(async () => (await api.status(), device.clock.timerCount() === 0));
    await api.append(batch(0, mark(START_AT, 'x'.repeat(70_000))));
    expect((await api.status()).ring.segmentCount).toBe(1);
    await api.append(batch(1, mark(START_AT)));
    expect((await api.status()).ring.segmentCount).toBe(1);
    await device.clock.advance(15_000);
    await until(async () => (await api.status()).ring.segmentCount === 2);
    expect(device.clock.timerCount()).toBe(0);
  });

  test('one value that JSON does not take costs one record', async () => {
    const device = createDevice();
    const { api, ids } = await device.open();
    const bad = { kind: 'custom', at: START_AT, data: { name: 'n', data: { big: 1n } } } as const;
    await api.append(batch(0, mark(START_AT), bad, mark(START_AT)));
    await api.send({ instructionId: uuid(), sessionId: ids.sessionId, ...ALL });
    await until(() => device.monitor.segments.length === 1);
    const records = device.monitor.segments[0]?.records ?? [];
    expect(records.map(({ kind }) => kind)).toEqual(['mark', 'agent', 'mark']);
  });

  test('counts by kind, failed network exchanges apart', async () => {
    const { api } = await createDevice().open();
    const exchange = { api: 'fetch', method: 'GET', url: '/', path: '/', durationMs: 1 } as const;
    await api.append(
      batch(
        0,
        { kind: 'network', at: START_AT, data: { ...exchange, status: 200, failed: false } },
        { kind: 'network', at: START_AT, data: { ...exchange, status: 402, failed: false } },
        { kind: 'network', at: START_AT, data: { ...exchange, status: 0, failed: true } },
      ),
    );
    expect((await api.status()).counts).toEqual({ network: 3, networkFailed: 2 });
  });
});
