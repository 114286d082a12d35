import type { Capture } from 'rewindow/wire';
import { describe, expect, it, vi } from 'vitest';
import type { BacktestReply, TrialReply, WhyReply } from '../../../../monitor/src/api/contract.ts';
import type { Monitor } from '../../../../monitor/src/main.ts';
import { APP, logIn, ORIGIN, sendSegment, useMonitors } from '../core/monitors.ts';
import { consoleLine, makeIds, makeSegment, number, START_AT, type Ids } from '../core/segments.ts';

const monitors = useMonitors();
const URL_RULES = `/v1/apps/${APP}/rules`;
const SEND = { order: { verb: 'buffer.send', lastMs: 10_000, liveMs: 5_000 } };
const named = (name: string) => `record.kind == "custom" && record.name == "${name}"`;
const DRAFT = {
  version: 1,
  name: 'draft',
  capture: [{ kinds: ['custom', 'navigation'] }],
  states: [{ id: 'cart', url: '/cart' }],
  triggers: [
    { id: 'often', type: 'count', when: named('tap'), times: 3, withinMs: 10_000, instructions: [SEND] },
    { id: 'entered', type: 'match', when: 'record.kind == "state" && record.state == "cart"', instructions: [SEND] },
    { id: 'never', type: 'match', when: named('never'), instructions: [SEND] },
    { id: 'atServer', type: 'match', where: 'monitor', when: named('tap'), instructions: [SEND] },
  ],
};
const TEXT = JSON.stringify(DRAFT);

const custom = (at: number, name: string): Capture => ({ kind: 'custom', at, data: { name } });
const visit = (at: number, path: string): Capture => ({
  ...{ kind: 'navigation', at },
  data: { type: 'push', url: `${ORIGIN}${path}`, path },
});

async function send(monitor: Monitor, ids: Ids, captures: Capture[], first = 0) {
  const records = number(captures, first);
  const header = {
    first,
    last: first + records.length - 1,
    firstAt: captures[0]?.at ?? 0,
    lastAt: captures.at(-1)?.at ?? 0,
  };
  const reply = await sendSegment(monitor, makeSegment({ ids, records, header }));
  expect(reply.statusCode).toBeLessThan(300);
  await monitor.settled();
}

async function start() {
  const monitor = await monitors.start();
  const operator = await logIn(monitor);
  const headers = { authorization: `Bearer ${operator.token}` };
  const put = (url: string, payload: object) => monitor.app.inject({ method: 'PUT', url, headers, payload });
  const backtest = async (body: object) => {
    const begun = await operator.post(`${URL_RULES}/backtests`, body);
    expect(begun.statusCode).toBe(202);
    const { id } = begun.json<BacktestReply>();
    return vi.waitUntil(async () => {
      const reply = (await operator.get(`${URL_RULES}/backtests/${id}`)).json<BacktestReply>();
      return reply.state === 'running' ? undefined : reply;
    });
  };
  return { monitor, operator, put, backtest };
}

const summary = (ids: Ids, parts: object = {}) => ({
  ...{ version: 1, ...ids, at: START_AT + 1_000, clockOffsetMs: 0, startedAt: START_AT, lastAt: START_AT + 1_000 },
  ...{ state: 'running', url: `${ORIGIN}/`, userAgent: 'Firefox', counts: {}, states: [], firedTriggers: [] },
  ring: { bytes: 100, segmentCount: 2, isShort: false },
  agent: { version: '1', worker: 'url', storage: 'indexeddb', reasons: [] },
  ...parts,
});
const tell = (monitor: Monitor, ids: Ids, parts: object = {}) =>
  monitor.app.inject({
    ...{ method: 'POST', url: `/v1/summaries?app=${APP}`, payload: summary(ids, parts) },
    headers: { origin: ORIGIN },
  });

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

describe('a trial', () => {
  it('counts by the newest summary of each tab, and what the monitor’s triggers would have done', async () => {
    const { monitor, operator, put } = await start();
    expect((await operator.get(`${URL_RULES}/trial`)).json()).toEqual({ trial: null });
    const begun = (await put(`${URL_RULES}/trial`, { text: TEXT, minutes: 5 })).json<TrialReply>().trial;
    const ids = makeIds();
    const otherTab = { ...makeIds(), sessionId: ids.sessionId };
    const at = Date.now();
    const told = (more: number, count: number) => ({
      ...{ at: at + more, user: 'ada' },
      trial: { hash: begun?.hash, fired: { often: count } },
    });
    await tell(monitor, ids, told(1_000, 1));
    await tell(monitor, ids, told(2_000, 2));
    await tell(monitor, otherTab, told(1_500, 1));
    await tell(monitor, makeIds(), { ...told(1_000, 5), trial: { hash: 'b'.repeat(64), fired: { often: 5 } } });
    await send(monitor, ids, [custom(at, 'tap')]);
    const { trial } = (await operator.get(`${URL_RULES}/trial`)).json<TrialReply>();
    expect(trial).toMatchObject({ share: 1, sessionCount: 1, text: TEXT });
    const hits = Object.fromEntries((trial?.hits ?? []).map((hit) => [hit.id, hit]));
    expect(hits['often']).toMatchObject({ count: 3, sessionCount: 1, sessions: [{ user: 'ada', count: 3 }] });
    expect(hits['atServer']).toMatchObject({ where: 'monitor', count: 1 });
    expect(hits['never']).toMatchObject({ count: 0 });
    // Nothing was given to anybody.
    const given = (await operator.get(`/v1/sessions/${ids.sessionId}/instructions`)).json();
    expect(given).toEqual({ instructions: [] });
    expect((await operator.delete(`${URL_RULES}/trial`)).json()).toEqual({ trial: null });
  });

  it('is given to the agents with what is published, and taken back', async () => {
    const { monitor, put, operator } = await start();
    const ids = makeIds();
    const ask = async (trial = '') => {
      const query = { app: APP, session: ids.sessionId, tab: ids.tabId, page: ids.pageId, waitMs: '0', trial };
      const reply = await monitor.app.inject({
        method: 'GET',
        url: '/v1/feedback',
        query,
        headers: { origin: ORIGIN },
      });
      return reply.json<{ trial?: { hash: string } | null }>();
    };
    expect(await ask()).not.toHaveProperty('trial');
    const { trial } = (await put(`${URL_RULES}/trial`, { text: TEXT })).json<TrialReply>();
    expect((await ask()).trial?.hash).toBe(trial?.hash);
    expect(await ask(trial?.hash)).not.toHaveProperty('trial');
    await operator.delete(`${URL_RULES}/trial`);
    expect((await ask(trial?.hash)).trial).toBeNull();
  });

  it('goes on after a restart with what was counted', async () => {
    const dataDir = await monitors.makeFolder();
    const first = await monitors.start({ dataDir });
    const headers = { authorization: `Bearer ${(await logIn(first)).token}` };
    const begun = await first.app.inject({
      method: 'PUT',
      url: `${URL_RULES}/trial`,
      headers,
      payload: { text: TEXT },
    });
    const hash = begun.json<TrialReply>().trial?.hash;
    await tell(first, makeIds(), { at: Date.now() + 1_000, trial: { hash, fired: { often: 2 } } });
    await first.close();
    const second = await logIn(await monitors.start({ dataDir }));
    const { trial } = (await second.get(`${URL_RULES}/trial`)).json<TrialReply>();
    expect(trial?.hits.find(({ id }) => id === 'often')).toMatchObject({ count: 2 });
  });
});

describe('why', () => {
  const why = async (monitor: Monitor, { sessionId }: Ids) =>
    (await (await logIn(monitor)).get(`/v1/sessions/${sessionId}/why`)).json<WhyReply>();

  it('tells what rules did in a session that was recorded', async () => {
    const { monitor, operator } = await start();
    await operator.post(URL_RULES, { text: TEXT });
    const ids = makeIds();
    const { hash } = (await operator.get(URL_RULES)).json<{ current: { hash: string } }>().current;
    await tell(monitor, ids, { rules: { revision: 1, hash }, kinds: ['custom'], audiences: ['vip'] });
    await send(monitor, ids, [
      { kind: 'state', at: START_AT, data: { type: 'enter', state: 'cart' } },
      { kind: 'trigger', at: START_AT + 1, data: { trigger: 'often', revision: 1 } },
      custom(START_AT + 2, 'tap'),
    ]);
    const reply = await why(monitor, ids);
    expect(reply).toMatchObject({ verdict: 'recorded', rules: { revision: 1, hash, name: 'draft' } });
    expect(reply.reasons.map(({ code }) => code)).toEqual(['archived', 'kinds', 'audiences', 'unacknowledged']);
    expect(reply.trace.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'state: State "cart" was entered.',
      'trigger: Trigger "often" of revision 1 fired in the page.',
      'instruction: buffer.send was given by trigger "atServer" in the monitor.',
    ]);
  });

  it('tells that nothing has asked for what the device keeps', async () => {
    const { monitor } = await start();
    const ids = makeIds();
    await tell(monitor, ids);
    expect(await why(monitor, ids)).toMatchObject({ verdict: 'not', reasons: [{ code: 'buffered_only' }], trace: [] });
  });

  it('tells why an agent sleeps that has sent nothing', async () => {
    const { monitor } = await start();
    const ids = makeIds();
    const query = { app: APP, session: ids.sessionId, tab: ids.tabId, page: ids.pageId, waitMs: '0' };
    const asks = { ...query, phase: 'dormant', reason: 'not_sampled' };
    await monitor.app.inject({ method: 'GET', url: '/v1/feedback', query: asks, headers: { origin: ORIGIN } });
    expect(await why(monitor, ids)).toMatchObject({ verdict: 'not', reasons: [{ code: 'not_sampled' }] });
  });

  it('tells that a session was erased, and of no other', async () => {
    const { monitor, operator } = await start();
    const ids = makeIds();
    await send(monitor, ids, [custom(START_AT, 'x')]);
    await operator.delete(`/v1/sessions/${ids.sessionId}`);
    expect(await why(monitor, ids)).toMatchObject({ verdict: 'not', reasons: [{ code: 'session_erased' }] });
    expect((await operator.get(`/v1/sessions/${makeIds().sessionId}/why`)).statusCode).toBe(404);
  });
});
