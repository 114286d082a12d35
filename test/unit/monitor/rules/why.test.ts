import { describe, expect, it } from 'vitest';
import type { WhyReply } from '../../../../monitor/src/api/contract.ts';
import type { Monitor } from '../../../../monitor/src/main.ts';
import { APP, logIn, ORIGIN } from '../core/monitors.ts';
import { makeIds, START_AT, type Ids } from '../core/segments.ts';
import { custom, send, tell, TEXT, URL_RULES, useDesk } from './desk.ts';

const { start } = useDesk();

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
