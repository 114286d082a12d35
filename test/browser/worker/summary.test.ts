import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { Summary } from 'rewindow/wire';
import { batch, createDevice, FACTS, mark, settle, START_AT, until } from './support.ts';

describe('summary', () => {
  test('the first at once, later ones at most every 10 s and only when something changed', async () => {
    const device = createDevice();
    const { api, ids } = await device.open();
    await api.append(batch(0, mark(START_AT)));
    await api.report(FACTS);
    await until(() => device.monitor.summaries.length === 1);
    const [first] = device.monitor.summaries;
    expect(v.is(Summary, first)).toBe(true);
    expect(first).toMatchObject({ ...ids, at: START_AT, lastAt: START_AT, counts: { mark: 1 }, state: 'running' });
    expect(first?.ring).toMatchObject({ fromAt: START_AT, toAt: START_AT, segmentCount: 0, isShort: false });
    await api.append(batch(1, mark(START_AT + 1)));
    await api.report({ ...FACTS, user: 'ann' });
    await api.report({ ...FACTS, user: 'bob' });
    await device.clock.advance(9_000);
    await settle(api);
    expect(device.monitor.summaries).toHaveLength(1);
    await device.clock.advance(1_000);
    await until(() => device.monitor.summaries.length === 2);
    expect(device.monitor.summaries[1]).toMatchObject({ user: 'bob', counts: { mark: 2 } });
    await device.clock.advance(30_000);
    await api.report({ ...FACTS, user: 'bob' });
    await settle(api);
    // What was pending has become a segment: that is the last change.
    expect(device.monitor.summaries.length).toBeLessThanOrEqual(3);
    const count = device.monitor.summaries.length;
    await device.clock.advance(600_000);
    await api.report({ ...FACTS, user: 'bob' });
    await settle(api);
    expect(device.monitor.summaries).toHaveLength(count);
    expect(device.clock.timerCount()).toBe(0);
  });

  test('the end is said at once, and the ring stays', async () => {
    const device = createDevice();
    const { api } = await device.open();
    await api.report(FACTS);
    await api.append(batch(0, mark(START_AT)));
    await api.end();
    await until(() => device.monitor.summaries.length === 2);
    expect(device.monitor.summaries[1]).toMatchObject({ state: 'ended', ring: { segmentCount: 1 } });
  });

  test('one that could not be sent is replaced by the next, which is sent when the monitor is back', async () => {
    const device = createDevice();
    device.monitor.answerWith(() => Promise.reject(new TypeError('offline')));
    const { api } = await device.open();
    await api.report({ ...FACTS, user: 'ann' });
    await until(() => device.monitor.requests.length > 0);
    await settle(api);
    await api.report({ ...FACTS, user: 'bob' });
    await api.flush();
    device.monitor.answerWith(undefined);
    await device.clock.advance(10_000);
    await until(() => device.monitor.summaries.length > 0);
    await settle(api);
    expect(device.monitor.summaries.map(({ user }) => user)).toEqual(['bob']);
  });

  test('one that the monitor refuses keeps nothing else', async () => {
    const device = createDevice();
    const { api } = await device.open();
    device.monitor.answerWith((path) => {
      if (path === '/v1/segments') throw new Error('not yet');
      return Response.json({ error: { code: 'summary_invalid', message: '' } }, { status: 400 });
    });
    await api.report(FACTS);
    await until(() => device.monitor.requests.length === 1);
    await settle(api);
    const { outbox } = await api.status();
    expect(outbox.failureCount).toBe(0);
    expect(outbox.lastError).toBe('400 summary_invalid');
  });
});
