import { createServer } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createRing } from '../../../../monitor/src/tap/ring.ts';
import { createTap } from '../../../../monitor/src/tap/index.ts';
import { acknowledged, APP, call, CAPTURE, makeId, order, rowsOf, useTaps } from './taps.ts';

const taps = useTaps();

describe('a tap whose monitor', () => {
  it('is not there lets every request through, and leaves nothing', async () => {
    const tap = createTap({ monitor: 'http://127.0.0.1:9', app: APP });
    const shop = await taps.serve((request, response) => tap.handler(request, response, () => response.end('x')));
    for (let count = 0; count < 20; count += 1) expect((await call(shop, makeId())).text).toBe('x');
    expect(tap.status()).toMatchObject({ isConnected: false, rulesHash: null, sessionCount: 0, recordCount: 0 });
    tap.stop();
    expect((await call(shop, makeId())).text).toBe('x');
  });

  it.each([
    ['answers garbage', () => ({ status: 200, body: '<html>' })],
    ['answers another shape', () => ({ status: 200, body: '{"serverAt":"now"}' })],
    ['answers with errors', () => ({ status: 503, body: '{}' })],
  ])('%s is not believed, and asked again', async (_, answer) => {
    const { monitor, address } = await taps.monitor();
    let isBroken = true;
    let askedCount = 0;
    const between = createServer((request, response) => {
      askedCount += 1;
      if (isBroken) {
        const { status, body } = answer();
        response.writeHead(status).end(body);
        return;
      }
      response.writeHead(307, { location: new URL(request.url ?? '/', address).href }).end();
    });
    await new Promise<void>((resolve) => between.listen(0, resolve));
    const port = Object(between.address()).port as number;
    const tap = createTap({ monitor: `http://127.0.0.1:${String(port)}`, app: APP });
    await vi.waitUntil(() => askedCount >= 2, { timeout: 10_000 });
    expect(tap.status()).toMatchObject({ isConnected: false, rulesHash: null });
    isBroken = false;
    await vi.waitUntil(() => tap.status().rulesHash !== null, { timeout: 15_000 });
    expect(tap.status().rulesHash).toBe((await monitor.currentRules(APP))?.hash);
    tap.stop();
    between.closeAllConnections();
    between.close();
  });

  it('refuses the records of an erased session has them forgotten', async () => {
    const { monitor, operator, address } = await taps.monitor();
    const tap = await taps.tap(address);
    const shop = await taps.serve((request, response) => tap.handler(request, response, () => response.end('x')));
    const session = makeId();
    await call(shop, session);
    await vi.waitUntil(() => tap.status().recordCount === 1, { timeout: 10_000 });
    await acknowledged(operator, session, await order(monitor, session, { verb: 'buffer.send', liveMs: 60_000 }));
    await vi.waitUntil(async () => (await rowsOf(monitor, operator, session)).length === 1, { timeout: 10_000 });
    expect((await operator.delete(`/v1/sessions/${session}`)).statusCode).toBe(204);
    await call(shop, session);
    await vi.waitUntil(() => tap.status().sessionCount === 0, { timeout: 10_000 });
    expect(tap.status().lostCount).toBe(1);
  });
});

describe('the memory of a tap', () => {
  it('is bounded in sessions and bytes', async () => {
    const bodies = [{ url: '*', maxBytes: 100_000 }];
    const { address } = await taps.monitor({ capture: [{ ...CAPTURE, network: { correlate: true, bodies } }] });
    const tap = await taps.tap(address, { sessionCountMax: 10, maxBytes: 300_000 });
    const shop = await taps.serve((request, response) =>
      tap.handler(request, response, () => {
        response.setHeader('content-type', 'text/plain').end('word '.repeat(8_000));
      }),
    );
    for (let count = 0; count < 60; count += 1) await call(shop, makeId());
    await vi.waitUntil(() => tap.status().bytes <= 300_000 + 20 * 45_000, { timeout: 10_000 });
    expect(tap.status().sessionCount).toBeLessThanOrEqual(10);
    expect(tap.status().recordCount).toBeGreaterThan(0);
  });

  it('holds what a ring of the same limits would hold', () => {
    const step = fc.record({ at: fc.nat(1_000), bytes: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(500), fc.nat(300), (steps, keepMs, maxBytes) => {
        const ring = createRing();
        const sorted = [...steps].sort((one, other) => one.at - other.at);
        const data = {} as never;
        let expected: { at: number; bytes: number }[] = [];
        for (const [sequence, { at, bytes }] of sorted.entries()) {
          ring.add({ bytes, record: { kind: 'network', at, sequence, data } }, { keepMs, maxBytes });
          expected = [...expected, { at, bytes }].filter((each) => each.at >= at - keepMs);
          while (expected.reduce((sum, each) => sum + each.bytes, 0) > maxBytes) expected.shift();
        }
        expect(ring.bytes()).toBe(expected.reduce((sum, each) => sum + each.bytes, 0));
        const taken = ring.take(0, Infinity);
        expect(taken.map(({ record }) => record.at)).toEqual(expected.map(({ at }) => at));
        expect([ring.bytes(), ring.count(), ring.take(0, Infinity)]).toEqual([0, 0, []]);
      }),
    );
  });

  it('keeps what is held beyond its minutes, but not beyond its bytes', () => {
    const ring = createRing();
    const add = (at: number, maxBytes = 1_000) =>
      ring.add(
        { bytes: 10, record: { kind: 'network', at, sequence: at, data: {} as never } },
        { keepMs: 100, maxBytes },
      );
    add(1);
    add(50);
    ring.hold(40, 10_000);
    add(500);
    expect(ring.take(0, 499).map(({ record }) => record.at)).toEqual([50]);
    add(600);
    ring.drop(10_000, 10_000);
    expect(ring.count()).toBe(0);
    add(700);
    add(701, 10);
    expect(ring.take(0, Infinity).map(({ record }) => record.at)).toEqual([701]);
  });
});

describe('an exchange under a tap', () => {
  it('is as it would be without: streams, early ends and patched methods', async () => {
    const bodies = [{ url: '*' }];
    const { address } = await taps.monitor({ capture: [{ ...CAPTURE, network: { correlate: true, bodies } }] });
    const tap = await taps.tap(address);
    const left: boolean[] = [];
    const shop = await taps.serve((request, response) => {
      tap.handler(request, response);
      response.on('close', () => {
        setImmediate(() => left.push(['write', 'end'].some((name) => Object.hasOwn(response, name))));
      });
      if (request.url === '/cut') {
        response.write('half');
        setTimeout(() => response.destroy(), 20);
        return;
      }
      response.write(Buffer.from('one '));
      response.write('dHdv', 'base64', () => response.end(new Uint8Array([33])));
    });
    const session = makeId();
    expect((await call(`${shop}/whole`, session, { method: 'POST', body: 'x'.repeat(200_000) })).text).toBe('one two!');
    await expect(call(`${shop}/cut`, session)).rejects.toThrow();
    await vi.waitUntil(() => left.length === 2 && tap.status().recordCount === 2, { timeout: 10_000 });
    expect(left).toEqual([false, false]);
  });

  it('records an answer that was broken off as such', async () => {
    const { monitor, operator, address } = await taps.monitor();
    const tap = await taps.tap(address);
    const shop = await taps.serve((request, response) => {
      tap.handler(request, response);
      setTimeout(() => response.destroy(), 20);
    });
    const session = makeId();
    await expect(call(`${shop}/cut`, session)).rejects.toThrow();
    await vi.waitUntil(() => tap.status().recordCount === 1, { timeout: 10_000 });
    await acknowledged(operator, session, await order(monitor, session, { verb: 'buffer.send' }));
    await tap.settled();
    const [row] = await rowsOf(monitor, operator, session);
    expect(row?.data).toMatchObject({ status: 0, failed: true, aborted: true });
  });
});
