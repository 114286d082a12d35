import fastify from 'fastify';
import { describe, expect, it, vi } from 'vitest';
import { acknowledged, call, CAPTURE, makeId, order, rowsOf, useTaps } from './taps.ts';

const taps = useTaps();
const settle = () => new Promise((resolve) => setTimeout(resolve, 400));
const untilCount = (tap: { status(): { recordCount: number } }, count: number) =>
  vi.waitUntil(() => tap.status().recordCount === count, { timeout: 10_000, interval: 5 });

describe('a tap', () => {
  it('keeps what sessions ask for in memory, and hands over what an instruction asks for', async () => {
    const { monitor, operator, address } = await taps.monitor();
    const tap = await taps.tap(address);
    const shop = await taps.serve((request, response) =>
      tap.handler(request, response, () => {
        response.statusCode = request.url?.startsWith('/pay') ? 502 : 200;
        response.setHeader('content-type', 'text/plain');
        response.end('answered');
      }),
    );
    const [one, other] = [makeId(), makeId()];
    await call(`${shop}/cart?token=SECRET`, one);
    await call(`${shop}/pay`, one, { method: 'POST', body: 'four', headers: { cookie: 'SECRET' } });
    await call(`${shop}/cart`, other);
    await call(`${shop}/cart`, undefined);
    await call(`${shop}/cart`, 'no-session');
    await untilCount(tap, 3);
    expect(await rowsOf(monitor, operator, one)).toEqual([]);
    const id = await order(monitor, one, { verb: 'buffer.send' });
    expect(await acknowledged(operator, one, id)).toEqual(['satisfiedFromBuffer']);
    await tap.settled();
    const rows = await rowsOf(monitor, operator, one);
    expect(rows.map(({ sequence, data }) => [sequence, data])).toMatchObject([
      [0, { api: 'server', method: 'GET', path: '/cart', status: 200, failed: false, responseBytes: 8 }],
      [1, { api: 'server', method: 'POST', path: '/pay', status: 502, requestBytes: 4, mediaType: 'text/plain' }],
    ]);
    expect(rows[0]?.data['url']).toBe(`${shop}/cart?token=***`);
    expect(JSON.stringify(rows)).not.toContain('SECRET');
    expect(tap.status()).toMatchObject({ sessionCount: 2, recordCount: 1, waitingBytes: 0, lostCount: 0 });
  });

  it('sends each record once, whatever is asked for how often, and what follows while it is to', async () => {
    const { monitor, operator, address } = await taps.monitor();
    const tap = await taps.tap(address);
    const shop = await taps.serve((request, response) => tap.handler(request, response, () => response.end('x')));
    const session = makeId();
    for (let count = 0; count < 5; count += 1) await call(`${shop}/${String(count)}`, session);
    await untilCount(tap, 5);
    const first = await order(monitor, session, { verb: 'buffer.send' }, { limits: { maxCount: 2 } });
    await acknowledged(operator, session, first);
    const second = await order(monitor, session, { verb: 'buffer.send', liveMs: 60_000 });
    expect(await acknowledged(operator, session, second)).toEqual(['armed']);
    await call(`${shop}/5`, session);
    await vi.waitUntil(async () => (await rowsOf(monitor, operator, session)).length === 6, { timeout: 10_000 });
    const rows = await rowsOf(monitor, operator, session);
    expect(rows.map(({ data }) => data['path']).sort()).toEqual(['/0', '/1', '/2', '/3', '/4', '/5']);
    expect(rows.map(({ sequence }) => sequence).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(rows.map(({ pageId }) => pageId)).size).toBe(1);
    expect(tap.status()).toMatchObject({ recordCount: 0, lostCount: 0 });
  });

  it('obeys capture.stop, capture.start, agent.sleep and buffer.drop, and ignores what is not for it', async () => {
    const { monitor, operator, address } = await taps.monitor();
    const tap = await taps.tap(address);
    const shop = await taps.serve((request, response) => tap.handler(request, response, () => response.end('x')));
    const session = makeId();
    await call(`${shop}/0`, session);
    await untilCount(tap, 1);
    const dropped = await order(monitor, session, { verb: 'buffer.drop' });
    await acknowledged(operator, session, dropped);
    expect(tap.status().recordCount).toBe(0);
    const stopped = await order(monitor, session, { verb: 'capture.stop', kinds: ['dom'] });
    const closed = await order(monitor, session, { verb: 'assist.close' });
    await settle();
    await call(`${shop}/1`, session);
    await untilCount(tap, 1);
    const limits = { maxMs: 700 };
    const asked = await order(monitor, session, { verb: 'capture.stop' }, { limits });
    await acknowledged(operator, session, asked);
    await call(`${shop}/2`, session);
    expect(tap.status().recordCount).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 800));
    await call(`${shop}/3`, session);
    await untilCount(tap, 2);
    await acknowledged(operator, session, await order(monitor, session, { verb: 'agent.sleep' }));
    await call(`${shop}/4`, session);
    await settle();
    expect(tap.status().recordCount).toBe(2);
    await acknowledged(operator, session, await order(monitor, session, { verb: 'agent.enable' }));
    await call(`${shop}/5`, session);
    await untilCount(tap, 3);
    const url = `/v1/sessions/${session}/instructions`;
    const { instructions } = (await operator.get(url)).json<{ instructions: { id: string; acknowledgements: [] }[] }>();
    const silent = instructions.filter(({ id }) => [stopped, closed].includes(id));
    expect(silent.map(({ acknowledgements }) => acknowledgements)).toEqual([[], []]);
  });

  it('follows the rules: dormant, never forwarded, other kinds, and headers and bodies only as they say', async () => {
    const bodies = [{ url: '*', redact: ['$.own'] }];
    const { monitor, operator, publish, address } = await taps.monitor({
      capture: [{ ...CAPTURE, network: { correlate: true, bodies, headers: ['x-shop', 'authorization', 'cookie'] } }],
      forward: [{ kinds: ['network'], when: 'record.path == "/secret"', mode: 'never' }],
    });
    const tap = await taps.tap(address);
    const shop = await taps.serve((request, response) =>
      tap.handler(request, response, () => {
        request.pipe(response.setHeader('content-type', 'application/json').setHeader('x-shop', 'one'));
      }),
    );
    const session = makeId();
    const headers = { 'content-type': 'application/json', authorization: 'Bearer SECRET', cookie: 'a=SECRET' };
    const body = JSON.stringify({ own: 'SECRET', password: 'SECRET', id: 7 });
    expect((await call(`${shop}/pay`, session, { method: 'POST', headers, body })).text).toBe(body);
    await call(`${shop}/secret`, session, { method: 'POST', headers, body });
    await untilCount(tap, 1);
    await acknowledged(operator, session, await order(monitor, session, { verb: 'buffer.send' }));
    await tap.settled();
    const [row] = await rowsOf(monitor, operator, session);
    const told = { type: 'application/json', text: '{"own":"***","password":"***","id":7}' };
    expect(row?.data).toMatchObject({ path: '/pay', requestBody: told, responseBody: told });
    expect(row?.data['responseHeaders']).toEqual({ 'x-shop': 'one' });
    expect(JSON.stringify(row)).not.toContain('SECRET');
    const before = tap.status().rulesHash;
    await publish({ capture: [] });
    await vi.waitUntil(() => tap.status().rulesHash !== before, { timeout: 10_000 });
    await call(`${shop}/dormant`, session);
    await call(`${shop}/dormant`, makeId());
    await settle();
    expect(tap.status()).toMatchObject({ recordCount: 0, sessionCount: 1 });
  });

  it('takes the session of a cookie where rules are for everybody', async () => {
    const { publish, address } = await taps.monitor({ capture: [CAPTURE], sample: 0 });
    const tap = await taps.tap(address, { cookie: 'visit' });
    const shop = await taps.serve((request, response) => tap.handler(request, response, () => response.end('x')));
    const headers = { cookie: `a=b; visit=${makeId()}` };
    await call(`${shop}/0`, undefined, { headers });
    await settle();
    expect(tap.status()).toMatchObject({ sessionCount: 1, recordCount: 0 });
    const before = tap.status().rulesHash;
    await publish({ capture: [CAPTURE] });
    await vi.waitUntil(() => tap.status().rulesHash !== before, { timeout: 10_000 });
    await call(`${shop}/1`, undefined, { headers });
    await untilCount(tap, 1);
  });

  it('hears what a page ordered itself by a trigger', async () => {
    const { monitor, operator, address } = await taps.monitor({
      capture: [CAPTURE],
      triggers: [
        {
          ...{ id: 'refused', type: 'match', when: 'record.kind == "network" && record.status >= 500' },
          instructions: [{ order: { verb: 'buffer.send' } }],
        },
      ],
    });
    const tap = await taps.tap(address);
    const shop = await taps.serve((request, response) => tap.handler(request, response, () => response.end('x')));
    const [sessionId, tabId, pageId, instructionId] = [makeId(), makeId(), makeId(), makeId()];
    await call(`${shop}/pay`, sessionId);
    await untilCount(tap, 1);
    const word = { sessionId, tabId, pageId, at: Date.now(), outcome: 'satisfiedFromBuffer', instructionId };
    const acknowledgements = [{ ...word, verb: 'buffer.send', triggerId: 'refused' }];
    await operator.post('/v1/acknowledgements?app=shop', { acknowledgements });
    await vi.waitUntil(async () => (await rowsOf(monitor, operator, sessionId)).length === 1, { timeout: 10_000 });
  });

  it('names route and class of error, under Fastify too', async () => {
    const { monitor, operator, address } = await taps.monitor();
    const tap = await taps.tap(address);
    const app = fastify();
    await app.register(tap.fastify);
    app.get('/orders/:id', () => {
      throw new RangeError('SECRET');
    });
    const shop = await app.listen({ port: 0 });
    const session = makeId();
    const trace = 'a'.repeat(32);
    const headers = { traceparent: `00-${trace}-${'b'.repeat(16)}-01` };
    expect((await call(`${shop}/orders/7`, session, { headers })).status).toBe(500);
    await untilCount(tap, 1);
    await acknowledged(operator, session, await order(monitor, session, { verb: 'buffer.send' }));
    await tap.settled();
    const [row] = await rowsOf(monitor, operator, session);
    expect(row?.data).toMatchObject({ route: '/orders/:id', message: 'RangeError', traceId: trace, status: 500 });
    await app.close();
  });
});
