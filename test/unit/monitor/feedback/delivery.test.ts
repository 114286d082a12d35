import { SegmentReply, SummaryReply, type Instruction } from 'rewindow/wire';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Monitor } from '../../../../monitor/src/main.ts';
import { APP, logIn, ORIGIN, sendSegment, useMonitors } from '../core/monitors.ts';
import { consoleLine, makeIds, makeSegment, number, START_AT, type Ids } from '../core/segments.ts';
import { acknowledge, ask, poll } from './asking.ts';

const monitors = useMonitors();
const ORDER = { verb: 'buffer.send', lastMs: 60_000 };

async function sendSummary({ app }: Monitor, ids: Ids, parts: object = {}) {
  const reply = await app.inject({
    method: 'POST',
    url: `/v1/summaries?app=${APP}`,
    headers: { 'content-type': 'text/plain', origin: ORIGIN },
    payload: JSON.stringify({
      ...{ version: 1, ...ids, at: START_AT, clockOffsetMs: 0, startedAt: START_AT, lastAt: START_AT },
      ...{ state: 'running', url: 'https://shop.example/', userAgent: 'x', counts: {}, states: [], firedTriggers: [] },
      ring: { bytes: 0, segmentCount: 0, isShort: false },
      agent: { version: '0', worker: 'url', storage: 'memory', reasons: [] },
      ...parts,
    }),
  });
  return v.parse(SummaryReply, reply.json());
}

const orders = ({ instructions = [] }: { instructions?: Instruction[] | undefined }) =>
  instructions.map(({ address, order }) => [address.sessionId, order.verb]);

describe('answers to uploads', () => {
  it('carry what waits for the session, and nothing once it is acknowledged', async () => {
    const monitor = await monitors.start();
    const operator = await logIn(monitor);
    const ids = makeIds();
    expect(await sendSummary(monitor, ids)).not.toHaveProperty('instructions');
    await operator.post(`/v1/sessions/${ids.sessionId}/instructions`, { order: ORDER, state: 'checkout' });
    const told = await sendSummary(monitor, ids);
    expect(told.instructions).toMatchObject([
      { order: ORDER, address: { sessionId: ids.sessionId, state: 'checkout' } },
    ]);
    const segment = makeSegment({ ids, records: number([consoleLine(START_AT, 'x')]) });
    for (const status of ['stored', 'duplicate']) {
      const reply = v.parse(SegmentReply, (await sendSegment(monitor, segment)).json());
      expect([reply.status, orders(reply)]).toEqual([status, [[ids.sessionId, 'buffer.send']]]);
    }
    const { id: instructionId } = told.instructions?.[0] ?? { id: '' };
    await acknowledge(monitor, [{ ...ids, at: 1, outcome: 'applied', instructionId, verb: ORDER.verb, depth: 2 }]);
    expect(await sendSummary(monitor, ids)).not.toHaveProperty('instructions');
  });

  it('carry nothing of other sessions', async () => {
    const monitor = await monitors.start();
    const operator = await logIn(monitor);
    const [ids, other] = [makeIds(), makeIds()];
    await sendSummary(monitor, ids);
    await operator.post(`/v1/sessions/${ids.sessionId}/instructions`, { order: ORDER });
    expect(orders(await sendSummary(monitor, other))).toEqual([]);
  });
});

describe('an instruction for a user', () => {
  const url = (user: string) => `/v1/apps/${APP}/users/${encodeURIComponent(user)}/instructions`;

  it('reaches each session of his, wakes those that wait, and comes to one that names him later', async () => {
    const monitor = await monitors.start({ port: 0 });
    const address = await monitor.listen();
    const operator = await logIn(monitor);
    const [first, second, late, stranger] = [makeIds(), makeIds(), makeIds(), makeIds()];
    const user = 'ada@example.org';
    for (const ids of [first, second]) await sendSummary(monitor, ids, { user });
    await sendSummary(monitor, stranger, { user: 'bob' });
    const held = ask(address, first, { waitMs: 25_000 });
    await expect.poll(() => poll(monitor, first).then((reply) => reply.statusCode), { timeout: 10_000 }).toBe(200);
    const reply = await operator.post(url(user), { order: ORDER, limits: { maxMs: 5_000 }, state: 'checkout' });
    expect([reply.statusCode, reply.json()]).toMatchObject([201, { verb: ORDER.verb, origin: 'operator', depth: 0 }]);
    const given = (sessionId: string) => ({ order: ORDER, address: { sessionId, state: 'checkout' } });
    expect((await held).instructions).toMatchObject([given(first.sessionId)]);
    expect((await poll(monitor, second)).json()).toMatchObject({ instructions: [given(second.sessionId)] });
    expect((await poll(monitor, stranger)).json()).toMatchObject({ instructions: [] });
    expect(orders(await sendSummary(monitor, late))).toEqual([]);
    expect(orders(await sendSummary(monitor, late, { user, at: START_AT + 1 }))).toEqual([
      [late.sessionId, 'buffer.send'],
    ]);
    const listed = await operator.get(`/v1/sessions/${late.sessionId}/instructions`);
    expect(listed.json()).toMatchObject({ instructions: [{ instruction: given(late.sessionId) }] });
  });

  it.each([
    ['an unknown application', '/v1/apps/nowhere/users/ada/instructions', {}, 404, 'not_found'],
    ['one for a tab', url('ada'), { tabId: makeIds().tabId }, 400, 'instruction_invalid'],
    ['an unknown verb', url('ada'), { order: { verb: 'eval' } }, 400, 'instruction_invalid'],
    ['a name of 201 characters', url('ä'.repeat(201)), {}, 400, 'bad_request'],
  ])('is refused for %s', async (_what, address, body, status, code) => {
    const operator = await logIn(await monitors.start());
    const reply = await operator.post(address, { order: ORDER, ...body });
    expect([reply.statusCode, reply.json()]).toMatchObject([status, { error: { code } }]);
  });
});
