import { describe, expect, test } from 'vitest';
import type { Record } from 'rewindow/wire';
import { batch, createDevice, mark, settle, START_AT, until, uuid, type Device, type Page } from './support.ts';

const ALL = { fromAt: 0, toAt: START_AT * 2, liveUntilAt: 0 };

async function sendAll(device: Device, { api, ids }: Page): Promise<Record[]> {
  const { segmentCount } = await api.send({ instructionId: uuid(), sessionId: ids.sessionId, ...ALL });
  await until(() => device.monitor.segments.length >= segmentCount);
  const all = device.monitor.segments.flatMap(({ records }) => records);
  return all.sort((a, b) => a.sequence - b.sequence);
}

const namesOf = (records: Record[]) => records.map(({ data }) => ('name' in data ? data.name : ''));

describe('order of batches', () => {
  test('one that skips a number is rejected, and taken behind the missing one', async () => {
    const device = createDevice();
    const page = await device.open();
    await page.api.append(batch(0, mark(START_AT, 'zero')));
    await expect(page.api.append(batch(2, mark(START_AT, 'two')))).rejects.toThrow('batch 2');
    expect(await page.api.append(batch(1, mark(START_AT, 'one')))).toEqual({ durableBatch: 1 });
    expect(await page.api.append(batch(2, mark(START_AT, 'two')))).toEqual({ durableBatch: 2 });
    expect(namesOf(await sendAll(device, page))).toEqual(['zero', 'one', 'two']);
  });

  test('a page that starts its worker again counts batches from 0 again; nothing of it counts as known', async () => {
    const device = createDevice();
    const first = await device.open();
    await first.api.append(batch(0, mark(START_AT, 'before')));
    await first.api.flush();
    await first.api.suspend();
    const again = await device.open({ ids: first.ids });
    expect(await again.api.append(batch(0, mark(START_AT + 1, 'after')))).toEqual({ durableBatch: 0 });
    expect(namesOf(await sendAll(device, again))).toEqual(['before', 'after']);
  });

  test('a tail behind a hole is stored all the same, and says so: its page can not send the missing batch any more', async () => {
    const device = createDevice();
    const lost = { sessionId: uuid(), tabId: uuid(), pageId: uuid() };
    const tails = [{ ids: lost, batches: [batch(4, mark(START_AT, 'four')), batch(5, mark(START_AT, 'five'))] }];
    const page = await device.open({ tails });
    expect(page.started.absorbedPageIds).toEqual([lost.pageId]);
    await settle(page.api);
    expect(namesOf(await sendAll(device, { ...page, ids: lost }))).toEqual(['', 'four', 'five']);
    expect(device.monitor.segments[0]?.records[0]).toMatchObject({
      kind: 'agent',
      at: START_AT,
      data: { code: 'records_lost' },
    });
  });
});
