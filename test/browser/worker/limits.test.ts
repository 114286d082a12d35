import { describe, expect, test } from 'vitest';
import { LIMITS, RecordSchema, Summary } from 'rewindow/wire';
import * as v from 'valibot';
import { batch, createDevice, FACTS, mark, settle, START_AT, until, uuid } from './support.ts';

describe('what the monitor would refuse is never sent', () => {
  test('a summary that is too large goes without traits', async () => {
    const device = createDevice();
    const page = await device.open();
    const traits = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`t${String(n)}`, 'ü'.repeat(1_500)]));
    await page.api.report({ ...FACTS, user: 'ann', traits });
    await until(() => device.monitor.summaries.length === 1);
    const [summary] = device.monitor.summaries;
    expect(v.is(Summary, summary)).toBe(true);
    expect(summary?.user).toBe('ann');
    expect(new TextEncoder().encode(JSON.stringify(summary)).length).toBeLessThanOrEqual(LIMITS.summaryBytes);
  });

  test('a text that is longer than a record may hold is cut, and the segment is whole', async () => {
    const device = createDevice();
    const page = await device.open();
    const url = `https://shop.test/${'a'.repeat(200_000)}`;
    const data = { api: 'fetch', method: 'GET', url, path: url, status: 200, failed: false, durationMs: 1 } as const;
    await page.api.append(batch(0, mark(START_AT), { kind: 'network', at: START_AT, data }, mark(START_AT)));
    await page.api.send({
      instructionId: uuid(),
      sessionId: page.ids.sessionId,
      ...{ fromAt: 0, toAt: START_AT * 2, liveUntilAt: 0 },
    });
    await settle(page.api);
    await until(() => device.monitor.requests.length === 1);
    // The fake monitor checks records by schema, and fails where one does not fit.
    await until(() => device.monitor.segments.length === 1);
    const records = device.monitor.segments[0]?.records ?? [];
    expect(records.map(({ kind }) => kind)).toEqual(['mark', 'network', 'mark']);
    expect(records.every((record) => v.is(RecordSchema, record))).toBe(true);
  });
});

test('a summary says where the ring is now, not where it was at the start', async () => {
  const device = createDevice();
  const page = await device.open();
  expect(page.started.storage).toBe('indexeddb');
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = () => {
    throw new DOMException('lost', 'UnknownError');
  };
  try {
    await page.api.suspend();
    await page.api.resume();
    await page.api.append(batch(0, mark(START_AT)));
    await page.api.report(FACTS);
    await until(() => device.monitor.summaries.length > 0);
  } finally {
    IDBFactory.prototype.open = open;
  }
  expect(device.monitor.summaries.at(-1)?.agent.storage).toBe('memory');
  expect(device.monitor.summaries.at(-1)?.agent.reasons.join()).toContain('storage_lost');
});
