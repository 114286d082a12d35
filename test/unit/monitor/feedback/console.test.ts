import { describe, expect, it } from 'vitest';
import { APP, logIn, ORIGIN, sendSegment, useMonitors } from '../core/monitors.ts';
import { consoleLine, makeIds, makeSegment, number, START_AT } from '../core/segments.ts';
import { RULES, acknowledge, ask, poll } from './asking.ts';

const monitors = useMonitors();

async function listen() {
  const monitor = await monitors.start({ port: 0 });
  return { monitor, address: await monitor.listen() };
}

describe('adoption', () => {
  it('says who has applied the rules, who could not, and who is silent', async () => {
    const { monitor, address } = await listen();
    const operator = await logIn(monitor);
    const { published } = await monitor.publishRules(APP, RULES('one'));
    const [applied, failed, silent] = [makeIds(), makeIds(), makeIds()];
    for (const ids of [applied, failed, silent]) await ask(address, ids, {});
    const word = (ids: object, parts: object) => ({ ...ids, at: 5, rulesHash: published.hash, ...parts });
    await acknowledge(monitor, [
      word(applied, { outcome: 'applied' }),
      word(failed, { outcome: 'failed', code: 'rule_set_refused' }),
    ]);
    const reply = await operator.get(`/v1/apps/${APP}/rules/adoption`);
    const { agents, ...counts } = reply.json<{ agents: { pageId: string }[] }>();
    const told = { revision: 1, hash: published.hash, share: 1, appliedCount: 1, failedCount: 1, silentCount: 1 };
    expect(counts).toEqual({ revisions: [told] });
    const ofPage = (pageId: string) => agents.find((agent) => agent.pageId === pageId);
    expect(ofPage(applied.pageId)).toMatchObject({ isConnected: true, outcome: 'applied', acknowledgedAt: 5 });
    expect(ofPage(failed.pageId)).toMatchObject({ outcome: 'failed', code: 'rule_set_refused' });
    expect(ofPage(silent.pageId)).toMatchObject({ outcome: null, acknowledgedAt: null });
  });
});

describe('instructions of an operator', () => {
  it('reach a session that is connected and has sent nothing yet', async () => {
    const { monitor, address } = await listen();
    const operator = await logIn(monitor);
    const ids = makeIds();
    await ask(address, ids, {});
    const body = { order: { verb: 'buffer.send', lastMs: 180_000 }, limits: { maxMs: 60_000 }, ttlMs: 60_000 };
    const reply = await operator.post(`/v1/sessions/${ids.sessionId}/instructions`, body);
    const row = reply.json<{ id: string; issuedAt: number; expiresAt: number }>();
    expect([reply.statusCode, row]).toMatchObject([
      201,
      { verb: 'buffer.send', origin: 'operator', acknowledgements: [] },
    ]);
    expect(row.expiresAt - row.issuedAt).toBe(60_000);
    expect((await ask(address, ids, { waitMs: 25_000 })).instructions).toMatchObject([
      { id: row.id, order: body.order, limits: body.limits },
    ]);
  });

  it('are refused for a session that is erased, also while its page is connected', async () => {
    const { monitor, address } = await listen();
    const operator = await logIn(monitor);
    const ids = makeIds();
    await ask(address, ids, {});
    const consent = { sessionId: ids.sessionId, state: 'withdrawn' };
    const headers = { 'content-type': 'text/plain', origin: ORIGIN };
    const url = `/v1/consent?app=${APP}`;
    await monitor.app.inject({ method: 'POST', url, headers, payload: JSON.stringify(consent) });
    const reply = await operator.post(`/v1/sessions/${ids.sessionId}/instructions`, { order: { verb: 'rules' } });
    expect([reply.statusCode, reply.json()]).toMatchObject([410, { error: { code: 'session_erased' } }]);
  });

  it.each([
    ['an unknown session', makeIds().sessionId, { order: { verb: 'agent.sleep' } }, 404, 'not_found'],
    ['a session that is no UUID', 'x', { order: { verb: 'agent.sleep' } }, 400, 'bad_request'],
    ['an unknown verb', makeIds().sessionId, { order: { verb: 'eval' } }, 400, 'instruction_invalid'],
    [
      'a validity of a week',
      makeIds().sessionId,
      { order: { verb: 'agent.sleep' }, ttlMs: 7 * 86_400_000 },
      400,
      'instruction_invalid',
    ],
  ])('are refused for %s', async (_what, sessionId, body, status, code) => {
    const operator = await logIn(await monitors.start());
    const reply = await operator.post(`/v1/sessions/${sessionId}/instructions`, body);
    expect([reply.statusCode, reply.json<object>()]).toMatchObject([status, { error: { code } }]);
  });
});

describe('acknowledgements', () => {
  it.each([{ verb: 'x'.repeat(101) }, { code: 'x'.repeat(101) }, { rulesHash: 'x'.repeat(65) }, { outcome: 'fine' }])(
    'are refused where a text is too long or not known: %o',
    async (parts) => {
      const monitor = await monitors.start();
      const word = { ...makeIds(), at: 5, outcome: 'failed', instructionId: makeIds().pageId };
      const reply = await acknowledge(monitor, [{ ...word, ...parts }]);
      expect([reply.statusCode, reply.json()]).toMatchObject([400, { error: { code: 'acknowledgement_invalid' } }]);
      expect((await acknowledge(monitor, [{ ...word, verb: 'image', code: 'x'.repeat(100) }])).statusCode).toBe(200);
    },
  );
});

describe('a trigger in the monitor', () => {
  const text = JSON.stringify({
    version: 1,
    name: 'test',
    triggers: [
      {
        id: 'quota',
        type: 'match',
        where: 'monitor',
        when: 'record.kind == "console" && record.message.contains("quota")',
        instructions: [{ order: { verb: 'buffer.send', lastMs: 60_000 } }],
      },
    ],
  });

  it('sends its instruction to the session when such a record arrives, once', async () => {
    const monitor = await monitors.start();
    const operator = await logIn(monitor);
    await monitor.publishRules(APP, text);
    const ids = makeIds();
    const records = number([consoleLine(START_AT, 'fine'), consoleLine(START_AT + 1, 'quota exceeded')]);
    const segment = makeSegment({ ids, records });
    for (const status of [201, 200]) expect((await sendSegment(monitor, segment)).statusCode).toBe(status);
    await monitor.settled();
    const order = { verb: 'buffer.send', lastMs: 60_000 };
    expect((await poll(monitor, ids)).json()).toMatchObject({ instructions: [{ triggerId: 'quota', order }] });
    const listed = await operator.get(`/v1/sessions/${ids.sessionId}/instructions`);
    expect(listed.json<{ instructions: object[] }>().instructions).toMatchObject([
      { origin: 'trigger', verb: 'buffer.send' },
    ]);
  });
});
