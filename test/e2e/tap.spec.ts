import { InstructionRow, type TimelineRecord } from '../../monitor/src/api/contract.ts';
import type { ConsoleApi } from '../tools/consoleApi.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { expect, test } from './fixtures.ts';
import { createShop } from './shop.ts';

/** Exchanges with this path, as the page and as the server saw them. */
function exchangesOf(records: TimelineRecord[], path: string) {
  const all = records.filter(({ kind, data }) => kind === 'network' && String(data['path']).endsWith(path));
  const isServer = ({ data }: TimelineRecord) => data['api'] === 'server';
  return { server: all.filter(isServer), client: all.filter((record) => !isServer(record)) };
}

/** Resolves when the server has carried it out: it is the one that is no tab of the browser. */
async function orderServer(api: ConsoleApi, sessionId: string, serverTab: string, order: object) {
  const { id } = await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order });
  await waitUntil('the word of the tap', async () => {
    const row = (await api.instructions(sessionId)).find((each) => each.id === id);
    return row?.acknowledgements.some(({ tabId }) => tabId === serverTab) ? true : undefined;
  });
}

test('an operator gets both sides of a refused payment on one timeline', async ({ page, api, shopUrl }) => {
  const shop = createShop(page, shopUrl);
  await shop.open();
  await shop.putIntoCart(/tent/i);
  await shop.goToPayment();
  await shop.pay('refused');
  const sessionId = await shop.sessionId();
  await api.sessionWhen(sessionId, 'the session');
  const order = { verb: 'buffer.send', lastMs: 60_000 };
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order });
  const records = await api.recordsWhen(sessionId, 'both sides', (all) => {
    const { server, client } = exchangesOf(all, '/payment');
    return server.length > 0 && client.length > 0;
  });
  const { server, client } = exchangesOf(records, '/payment');
  const [answered] = server;
  const [seen] = client.filter(({ data }) => data['api'] === 'fetch' || data['api'] === 'xhr');
  expect(answered?.data).toMatchObject({ method: 'POST', status: 402, route: '/demo/api/*' });
  expect(seen?.data).toMatchObject({ method: 'POST', status: 402 });
  // The same exchange: one trace over both.
  expect(answered?.data['traceId']).toBe(seen?.data['traceId']);
  expect(answered?.pageId).not.toBe(seen?.pageId);
  const times = records.map(({ correctedAt }) => correctedAt);
  expect(times).toEqual([...times].sort((one, other) => one - other));
  // Nothing but clocks that differ a little could place the answer outside of the question.
  const endAt = (seen?.correctedAt ?? 0) + 250;
  expect(answered?.correctedAt).toBeLessThan(endAt);
  expect(answered?.correctedAt).toBeGreaterThan(endAt - 500 - Number(seen?.data['durationMs']));

  const ask = () =>
    page.request.get(`${shopUrl.replace(/\w+\/$/, '')}api/cart`, { headers: { 'x-rewindow-session': sessionId } });
  const countNow = async () => exchangesOf(await api.records(sessionId), '/api/cart').server.length;
  const tab = answered?.tabId ?? '';
  await orderServer(api, sessionId, tab, { verb: 'buffer.send', liveMs: 60_000 });
  const before = await countNow();
  await ask();
  await expect.poll(countNow).toBe(before + 1);
  for (const stop of [{ verb: 'capture.stop', kinds: ['network'] }, { verb: 'agent.sleep' }]) {
    await orderServer(api, sessionId, tab, stop);
    await ask();
  }
  await orderServer(api, sessionId, tab, { verb: 'buffer.drop' });
  expect(await countNow()).toBe(before + 1);
});
