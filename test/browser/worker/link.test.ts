import { describe, expect, test } from 'vitest';
import { batch, checkpoint, createDevice, FACTS, mark, SENDING, settle, START_AT, until, uuid } from './support.ts';

/** The browser's NetworkInformation, as the test has it. */
function createConnection(facts: object) {
  const connection = Object.assign(new EventTarget(), facts);
  return {
    connection,
    become(next: object) {
      Object.assign(connection, next);
      connection.dispatchEvent(new Event('change'));
    },
  };
}
const policy = (part: Partial<typeof SENDING.link>) => ({ link: { ...SENDING.link, ...part } });
const all = { fromAt: 0, toAt: START_AT * 2, liveUntilAt: 0 };

async function open(facts: object, part: Partial<typeof SENDING.link>) {
  const device = createDevice();
  const { connection, become } = createConnection(facts);
  const onOnline = (callback: () => void) => {
    connection.addEventListener('change', callback);
    return () => {
      connection.removeEventListener('change', callback);
    };
  };
  const page = await device.open({ parts: { connection, onOnline } });
  await page.api.configure(policy(part));
  await page.api.append(batch(0, checkpoint(START_AT), mark(START_AT + 1)));
  await page.api.flush();
  const send = () => page.api.send({ instructionId: uuid(), sessionId: page.ids.sessionId, ...all });
  return { device, page, become, send };
}

describe('link policy', () => {
  test('hold: summaries go, segments wait until the link is better', async () => {
    const { device, page, become, send } = await open({ type: 'cellular' }, { cellular: 'hold' });
    await send();
    await page.api.report(FACTS);
    await until(() => device.monitor.summaries.length > 0);
    await settle(page.api);
    expect(device.monitor.segments).toEqual([]);
    expect((await page.api.status()).link).toEqual({ action: 'hold', causes: ['cellular'], holdingSince: START_AT });
    become({ type: 'wifi' });
    await until(() => device.monitor.segments.length === 1);
    expect((await page.api.status()).link).toEqual({ action: 'send', causes: [] });
  });

  test('hold: after its longest time it is sent all the same', async () => {
    const { device, page, send } = await open({ saveData: true }, { saver: 'hold', maxHoldMinutes: 10 });
    await send();
    await settle(page.api);
    await device.clock.advance(9 * 60_000);
    await settle(page.api);
    expect(device.monitor.segments).toEqual([]);
    await device.clock.advance(60_000);
    await until(() => device.monitor.segments.length === 1);
  });

  test('reduce: what is light at once, all of it when the link is good', async () => {
    const { device, page, become, send } = await open({ effectiveType: '2g' }, { slow: 'reduce' });
    await send();
    await until(() => device.monitor.segments.length === 1);
    await settle(page.api);
    expect(device.monitor.segments.map(({ records }) => records.map(({ kind }) => kind))).toEqual([['mark']]);
    expect((await page.api.status()).outbox.segmentCount).toBe(1);
    become({ effectiveType: '4g' });
    await until(() => device.monitor.segments.length === 2);
    expect(device.monitor.segments[1]?.records).toHaveLength(2);
    await until(async () => (await page.api.status()).outbox.segmentCount === 0);
  });

  test('reduce: what is heavy waits as long as anything does, and says since when', async () => {
    const { device, page, send } = await open({ effectiveType: '2g' }, { slow: 'reduce', maxHoldMinutes: 10 });
    await send();
    await until(() => device.monitor.segments.length === 1);
    await settle(page.api);
    const { link } = await page.api.status();
    expect(link).toEqual({ action: 'reduce', causes: ['slow'], holdingSince: START_AT });
    await device.clock.advance(9 * 60_000);
    await settle(page.api);
    expect(device.monitor.segments).toHaveLength(1);
    await device.clock.advance(60_000);
    await until(() => device.monitor.segments.length === 2);
    expect(device.monitor.segments[1]?.records).toHaveLength(2);
    await until(async () => (await page.api.status()).outbox.segmentCount === 0);
  });

  test('drop: new orders are refused, and what waits goes back to the ring', async () => {
    const { device, page, become, send } = await open({ type: 'wifi' }, { cellular: 'drop' });
    device.monitor.answerWith(() => new Response('', { status: 500 }));
    await send();
    await settle(page.api);
    become({ type: 'cellular' });
    await until(async () => (await page.api.status()).outbox.segmentCount === 0);
    expect(await send()).toEqual({ segmentCount: 0, isComplete: false, refusal: 'link_refused' });
    expect((await page.api.status()).ring.segmentCount).toBe(1);
  });

  test('the battery is the page’s to tell', async () => {
    const { device, page, send } = await open({}, { lowBattery: 'hold' });
    await page.api.configure({ isBatteryLow: true });
    await send();
    await settle(page.api);
    expect(device.monitor.segments).toEqual([]);
    await page.api.configure({ isBatteryLow: false });
    await until(() => device.monitor.segments.length === 1);
  });

  test('where the browser says nothing, uploads show the speed', async () => {
    const device = createDevice();
    let tookMs = 4_000;
    const page = await device.open({
      parts: {
        connection: undefined,
        async fetch(input, init) {
          const answer = await device.monitor.fetch(input, init);
          await device.clock.advance(tookMs);
          return answer;
        },
      },
    });
    await page.api.configure(policy({ slow: 'hold', slowKbps: 100 }));
    const sendNoise = async (number: number) => {
      const noise = Array.from(crypto.getRandomValues(new Uint8Array(20_000)), (byte) => byte.toString(16)).join('');
      await page.api.append(batch(number, mark(START_AT + number, noise)));
      await page.api.flush();
      await page.api.send({ instructionId: uuid(), sessionId: page.ids.sessionId, ...all });
      await settle(page.api);
    };
    await sendNoise(0);
    await until(async () => (await page.api.status()).link.kbps !== undefined);
    const { link } = await page.api.status();
    expect(link).toMatchObject({ action: 'hold', causes: ['slow'] });
    expect(link.kbps).toBeGreaterThan(30);
    expect(link.kbps).toBeLessThan(60);
    tookMs = 100;
    await sendNoise(1);
    expect(device.monitor.segments).toHaveLength(1);
    // The hour of holding is over; the upload shows that the link is better now.
    await device.clock.advance(3_600_000);
    await until(() => device.monitor.segments.length === 2);
    await until(async () => (await page.api.status()).link.action === 'send');
  });
});
