import type { RuleSet } from 'rewindow/wire';
import { describe, expect, test } from 'vitest';
import { batch, checkpoint, createDevice, mark, settle, START_AT, until, uuid, type Page } from './support.ts';

const perKind: RuleSet['buffer']['perKind'] = [
  { kinds: ['dom'], minutes: 1 },
  { kinds: ['console'], minutes: 10 },
];

/** Five groups, a minute apart, each with a checkpoint, a mark and a console line. */
async function fill({ api }: Page, device: ReturnType<typeof createDevice>): Promise<void> {
  for (let group = 0; group < 6; group += 1) {
    const at = START_AT + group * 60_000;
    const line = { kind: 'console' as const, at: at + 2, data: { level: 'log' as const, message: 'line' } };
    await api.append(batch(group, checkpoint(at), mark(at + 1), line));
    await api.flush();
    await device.clock.advance(60_000);
  }
}

async function thinOut(device: ReturnType<typeof createDevice>, { api }: Page): Promise<void> {
  for (let round = 0; round < 8; round += 1) {
    await device.clock.advance(250);
    await settle(api);
  }
}

async function sendAll(device: ReturnType<typeof createDevice>, { api, ids }: Page, count: number) {
  const range = { fromAt: 0, toAt: START_AT * 2, liveUntilAt: 0 };
  const result = await api.send({ instructionId: uuid(), sessionId: ids.sessionId, ...range });
  await until(() => device.monitor.segments.length >= count);
  await settle(api);
  const kinds = device.monitor.segments
    .sort((a, b) => a.header.first - b.header.first)
    .map(({ records }) => records.map(({ kind }) => kind).join(' '));
  return { result, kinds };
}

describe('retention by kind', () => {
  test('thins out what has less time, and keeps what has more', async () => {
    const device = createDevice();
    const page = await device.open({ buffer: { minutes: 3, perKind } });
    await fill(page, device);
    await device.clock.advance(1_000);
    await thinOut(device, page);
    const { result, kinds } = await sendAll(device, page, 6);
    expect(kinds).toEqual(['console', 'console', 'console', 'mark console', 'mark console', 'dom mark console']);
    expect(result.isComplete).toBe(false);
    expect(device.monitor.segments.map(({ header }) => header.isPartial ?? false)).toEqual([
      ...[true, true, true, true, true, false],
    ]);
  });

  test('an order of kinds that were not thinned is complete', async () => {
    const device = createDevice();
    const page = await device.open({ buffer: { minutes: 30, perKind } });
    await fill(page, device);
    await device.clock.advance(1_000);
    await thinOut(device, page);
    const range = { fromAt: START_AT, toAt: START_AT * 2, liveUntilAt: 0, sessionId: page.ids.sessionId };
    const marks = await page.api.send({ instructionId: uuid(), ...range, kinds: ['mark'] });
    expect(marks).toEqual({ segmentCount: 6, isComplete: true });
    const dom = await page.api.send({ instructionId: uuid(), ...range, kinds: ['dom'] });
    expect(dom.isComplete).toBe(false);
  });

  test('leaves what is held or waits in the outbox', async () => {
    const device = createDevice();
    device.monitor.answerWith(() => new Response('', { status: 500 }));
    const page = await device.open({ buffer: { minutes: 30 } });
    const { sessionId } = page.ids;
    await page.api.append(batch(0, checkpoint(START_AT), mark(START_AT + 1)));
    await page.api.flush();
    await page.api.send({ instructionId: uuid(), sessionId, fromAt: 0, toAt: START_AT + 10, liveUntilAt: 0 });
    await page.api.append(batch(1, checkpoint(START_AT + 60_000), mark(START_AT + 60_001)));
    await page.api.flush();
    await page.api.hold({ instructionId: uuid(), sessionId, fromAt: START_AT + 60_000, untilAt: START_AT + 3_600_000 });
    await page.api.append(batch(2, checkpoint(START_AT + 120_000)));
    await page.api.flush();
    await device.clock.advance(600_000);
    await page.api.configure({ buffer: { minutes: 30, maxBytes: 1_000_000, checkpointEveryMs: 60_000, perKind } });
    await thinOut(device, page);
    device.monitor.answerWith(undefined);
    await device.clock.advance(600_000);
    const { kinds } = await sendAll(device, page, 3);
    expect(kinds).toEqual(['dom mark', 'dom mark', 'dom']);
  });

  test('a hold keeps its range only, the newest of it within its limits, until it is released', async () => {
    const device = createDevice();
    const page = await device.open({ buffer: { minutes: 1 } });
    const { sessionId } = page.ids;
    for (let minute = 0; minute < 6; minute += 1) {
      const at = START_AT + minute * 60_000;
      await page.api.append(batch(minute, checkpoint(at), mark(at + 1)));
      await page.api.flush();
    }
    const untilAt = START_AT + 3_600_000;
    const instructionId = uuid();
    const range = { fromAt: START_AT, toAt: START_AT + 130_000 };
    const order = { sessionId, ...range, untilAt };
    expect(await page.api.hold({ ...order, instructionId: uuid(), maxBytes: 10 })).toEqual({ count: 0 });
    expect(await page.api.hold({ ...order, instructionId, maxCount: 5 })).toEqual({ count: 2 });
    const holds = async () => (await page.api.status()).holds;
    expect(await holds()).toContainEqual({ fromAt: START_AT + 2, toAt: START_AT + 130_000, untilAt });
    await device.clock.advance(400_000);
    const evict = async () => {
      await page.api.configure({ buffer: { minutes: 1, maxBytes: 1_000_000, checkpointEveryMs: 60_000, perKind: [] } });
      return (await page.api.status()).ring.segmentCount;
    };
    // Two are held, and the page lives with its newest.
    expect(await evict()).toBe(3);
    await page.api.stopLive(instructionId);
    expect(await evict()).toBe(1);
  });

  test('a hold is over at its time, and where the clock was set back beyond any', async () => {
    const device = createDevice();
    const page = await device.open({ buffer: { minutes: 30 } });
    const { sessionId } = page.ids;
    const hold = (untilAt: number) => page.api.hold({ instructionId: uuid(), sessionId, fromAt: 0, untilAt });
    await hold(START_AT + 1_000);
    await hold(START_AT + 365 * 86_400_000);
    expect((await page.api.status()).holds).toHaveLength(1);
    await device.clock.advance(1_000);
    expect((await page.api.status()).holds).toEqual([]);
  });

  test('a ceiling of kinds cuts the oldest of them', async () => {
    const device = createDevice();
    const page = await device.open({ buffer: { minutes: 30 } });
    for (let group = 0; group < 6; group += 1) {
      const noise = Array.from(crypto.getRandomValues(new Uint8Array(8_000)), (byte) => byte.toString(16)).join('');
      const at = START_AT + group * 60_000;
      const line = { kind: 'console' as const, at, data: { level: 'log' as const, message: noise } };
      await page.api.append(batch(group, checkpoint(at), line));
      await page.api.flush();
    }
    const buffer = { minutes: 30, maxBytes: 1_000_000, checkpointEveryMs: 60_000 };
    const ceiling: RuleSet['buffer']['perKind'] = [{ kinds: ['console'], maxBytes: 30_000 }];
    const before = (await page.api.status()).ring.bytes;
    await page.api.configure({ buffer: { ...buffer, perKind: ceiling } });
    await device.clock.advance(1_000);
    await thinOut(device, page);
    const { ring } = await page.api.status();
    expect(before).toBeGreaterThan(45_000);
    expect(ring.bytes).toBeLessThan(34_000);
    const { kinds } = await sendAll(device, page, 6);
    expect(kinds[0]).toBe('dom');
    expect(kinds[5]).toBe('dom console');
  });
});
