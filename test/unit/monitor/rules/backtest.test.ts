import { describe, expect, it } from 'vitest';
import type { BacktestReply } from '../../../../monitor/src/api/contract.ts';
import { consoleLine, makeIds, START_AT } from '../core/segments.ts';
import { custom, DRAFT, send, TEXT, URL_RULES, useDesk, visit } from './desk.ts';

const { start } = useDesk();

describe('a back-test', () => {
  it('says in which sessions each rule would have done what, and at what cost', async () => {
    const { monitor, backtest } = await start();
    const [busy, quiet] = [makeIds(), makeIds()];
    const taps = [0, 1, 2].map((index) => custom(START_AT + 60_000 + index * 1_000, 'tap'));
    await send(monitor, busy, [
      custom(START_AT, 'early'),
      visit(START_AT + 1, '/cart'),
      consoleLine(START_AT + 2, 'x'.repeat(500)),
      ...taps,
    ]);
    await send(monitor, quiet, [visit(START_AT + 5, '/')]);
    const done = await backtest({ text: TEXT });
    expect(done).toMatchObject({ state: 'done', doneCount: 2, totalCount: 2, recordCount: 7, message: null });
    const hits = Object.fromEntries(done.hits.map((hit) => [`${hit.type} ${hit.id}`, hit]));
    expect(hits['trigger often']).toMatchObject({
      ...{ where: 'page', count: 1, sessionCount: 1 },
      sessions: [{ sessionId: busy.sessionId, user: null, count: 1, firstAt: START_AT + 62_000 }],
    });
    expect(hits['state cart']).toMatchObject({ count: 1, sessionCount: 1 });
    expect(hits['trigger entered']).toMatchObject({ count: 1 });
    expect(hits['trigger never']).toMatchObject({ count: 0, sessionCount: 0, sessions: [] });
    expect(hits['trigger atServer']).toMatchObject({ where: 'monitor', count: 1 });
    const { archivedBytes, bufferedBytes, sentBytes } = done.cost;
    expect(archivedBytes).toBeGreaterThan(bufferedBytes);
    expect(bufferedBytes).toBeGreaterThan(sentBytes);
    expect(sentBytes).toBeGreaterThan(0);
    expect(done.caveats.join(' ')).toMatch(/Only what is archived/);
  });

  it('finds again what pages have fired under the same rules, without counting their own records of it', async () => {
    const { monitor, backtest } = await start();
    const ids = makeIds();
    const fired = { kind: 'trigger' as const, at: START_AT + 2, data: { trigger: 'often', revision: 1 } };
    await send(monitor, ids, [...[0, 1, 2].map((index) => custom(START_AT + index, 'tap')), fired]);
    const { hits } = await backtest({ text: TEXT });
    expect(hits.find(({ id }) => id === 'often')).toMatchObject({ count: 1, sessions: [{ firstAt: START_AT + 2 }] });
  });

  it('keeps tabs apart, as pages do', async () => {
    const { monitor, backtest } = await start();
    const ids = makeIds();
    const other = { ...makeIds(), sessionId: ids.sessionId };
    await send(monitor, ids, [custom(START_AT, 'tap'), custom(START_AT + 2, 'tap')]);
    await send(monitor, other, [custom(START_AT + 1, 'tap')]);
    const { hits } = await backtest({ text: TEXT });
    expect(hits.find(({ id }) => id === 'often')).toMatchObject({ count: 0 });
  });

  it("lets page rules see no server's view of an exchange", async () => {
    const { monitor, backtest } = await start();
    const seen = { url: 'https://shop.example/pay', path: '/pay', method: 'POST', status: 402, failed: false };
    const exchange = (api: 'fetch' | 'server', at: number) =>
      ({ kind: 'network', at, data: { ...seen, api, durationMs: 3, aborted: false } }) as const;
    await send(monitor, makeIds(), [exchange('fetch', START_AT)]);
    await send(monitor, makeIds(), [exchange('server', START_AT + 1)]);
    const trigger = { id: 'refused', type: 'match', when: 'record.status == 402' };
    const instructions = [{ order: { verb: 'buffer.send' } }];
    const triggers = [
      { ...trigger, instructions },
      { ...trigger, id: 'inMonitor', where: 'monitor', instructions },
    ];
    const { hits } = await backtest({ text: JSON.stringify({ ...DRAFT, triggers }) });
    const countOf = (id: string) => hits.find((hit) => hit.id === id)?.count;
    expect([countOf('refused'), countOf('inMonitor')]).toEqual([1, 2]);
  });

  it('says what the archive can not show', async () => {
    const { monitor, backtest } = await start();
    await send(monitor, makeIds(), [custom(START_AT, 'tap')]);
    const draft = {
      ...DRAFT,
      ...{ sample: 0.2, targeting: [{ id: 'swiss', countries: ['CH'] }] },
      capture: [{ kinds: ['network'] }],
    };
    const { caveats } = await backtest({ text: JSON.stringify(draft) });
    expect(caveats.join('\n')).toMatch(/"network"/);
    expect(caveats.join('\n')).toMatch(/"swiss"/);
    expect(caveats.join('\n')).toMatch(/20 %/);
  });

  it('takes the newest sessions, those of a user, and those of a time', async () => {
    const { monitor, backtest } = await start();
    for (let index = 0; index < 4; index += 1) {
      const user = {
        kind: 'identify' as const,
        at: START_AT + index * 10_000,
        data: { user: index === 2 ? 'ada' : 'eve' },
      };
      await send(monitor, makeIds(), [user]);
    }
    const some = await backtest({ text: TEXT, sessionCountMax: 3 });
    expect(some).toMatchObject({ totalCount: 3, doneCount: 3 });
    expect(some.caveats.join(' ')).toMatch(/more sessions/);
    expect(await backtest({ text: TEXT, user: 'ada' })).toMatchObject({ totalCount: 1 });
    const late = await backtest({ text: TEXT, fromAt: START_AT + 15_000, toAt: START_AT + 25_000 });
    expect(late).toMatchObject({ totalCount: 1 });
  });

  it('is refused, ended, and not found by others', async () => {
    const { monitor, operator } = await start();
    const refused = await operator.post(`${URL_RULES}/backtests`, { text: '{' });
    expect([refused.statusCode, refused.json<object>()]).toMatchObject([422, { error: { code: 'rule_set_invalid' } }]);
    const { id } = (await operator.post(`${URL_RULES}/backtests`, { text: TEXT })).json<BacktestReply>();
    const ended = (await operator.delete(`${URL_RULES}/backtests/${id}`)).json<BacktestReply>();
    expect(['stopped', 'done']).toContain(ended.state);
    await monitor.ensureApp({ key: 'blog', name: 'Blog', allowedOrigins: [] });
    expect((await operator.get(`/v1/apps/blog/rules/backtests/${id}`)).statusCode).toBe(404);
  });
});
