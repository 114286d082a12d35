import { describe, expect, it } from 'vitest';
import type { TrialReply } from '../../../../monitor/src/api/contract.ts';
import { APP, logIn, ORIGIN } from '../core/monitors.ts';
import { makeIds } from '../core/segments.ts';
import { custom, send, tell, TEXT, URL_RULES, useDesk } from './desk.ts';

const { start, open, makeFolder } = useDesk();

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
    const dataDir = await makeFolder();
    const first = await open({ dataDir });
    const headers = { authorization: `Bearer ${(await logIn(first)).token}` };
    const begun = await first.app.inject({
      method: 'PUT',
      url: `${URL_RULES}/trial`,
      headers,
      payload: { text: TEXT },
    });
    const hash = begun.json<TrialReply>().trial?.hash;
    await tell(first, makeIds(), { at: Date.now() + 1_000, trial: { hash, fired: { often: 2 } } });
    const [ids, erased] = [makeIds(), makeIds()];
    const at = Date.now();
    await send(first, ids, [custom(at, 'tap')]);
    await send(first, erased, [custom(at, 'tap')]);
    await first.app.inject({ method: 'DELETE', url: `/v1/sessions/${erased.sessionId}`, headers });
    await first.close();
    const monitor = await open({ dataDir });
    const second = await logIn(monitor);
    const counts = async () => {
      const { trial } = (await second.get(`${URL_RULES}/trial`)).json<TrialReply>();
      return ['often', 'atServer'].map((name) => trial?.hits.find(({ id }) => id === name)?.count);
    };
    expect(await counts()).toEqual([2, 1]);
    await send(monitor, ids, [custom(at + 60_000, 'tap')], 1);
    expect(await counts()).toEqual([2, 2]);
    // Another trial begins at nothing.
    await second.delete(`${URL_RULES}/trial`);
    const again = { authorization: `Bearer ${second.token}` };
    await monitor.app.inject({ method: 'PUT', url: `${URL_RULES}/trial`, headers: again, payload: { text: TEXT } });
    expect(await counts()).toEqual([0, 0]);
  });
});
