import { createHash, randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Monitor } from '../../../../monitor/src/main.ts';
import { APP, logIn, ORIGIN, useMonitors } from './monitors.ts';

const monitors = useMonitors();
const nameOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

const SESSION = randomUUID();
const put = ({ app }: Monitor, bytes: Buffer, type = 'image/svg+xml', hash = nameOf(bytes), session = SESSION) =>
  app.inject({
    method: 'PUT',
    url: `/v1/assets/${hash}?app=${APP}&session=${session}`,
    payload: bytes,
    headers: { origin: ORIGIN, 'content-type': type },
  });
const ask = ({ app }: Monitor, hashes: string[], key = APP, session = SESSION) =>
  app.inject({
    method: 'POST',
    url: `/v1/assets/missing?app=${key}`,
    payload: JSON.stringify({ session, hashes }),
    headers: { origin: ORIGIN, 'content-type': 'text/plain' },
  });

describe('files of recorded pages', () => {
  it('are asked for, stored once, and no longer missing, after a restart, too', async () => {
    const dataDir = await monitors.makeFolder();
    const first = await monitors.start({ dataDir });
    expect((await ask(first, [nameOf(SVG)])).json()).toMatchObject({ missing: [nameOf(SVG)] });
    expect((await put(first, SVG)).statusCode).toBe(201);
    const again = await put(first, SVG);
    expect([again.statusCode, again.json().status]).toEqual([200, 'duplicate']);
    expect((await ask(first, [nameOf(SVG), nameOf(Buffer.from('x'))])).json().missing).toEqual([
      nameOf(Buffer.from('x')),
    ]);
    await first.close();
    const second = await monitors.start({ dataDir });
    expect((await ask(second, [nameOf(SVG)])).json().missing).toEqual([]);
  });

  it('are shown to operators only, and can do nothing there', async () => {
    const monitor = await monitors.start();
    await put(monitor, SVG);
    const url = `/v1/apps/${APP}/assets/${nameOf(SVG)}`;
    expect((await monitor.app.inject({ method: 'GET', url })).statusCode).toBe(401);
    const reply = await (await logIn(monitor)).get(url);
    expect(reply.statusCode).toBe(200);
    expect(reply.rawPayload.equals(SVG)).toBe(true);
    expect(reply.headers).toMatchObject({ 'content-type': 'image/svg+xml', 'x-content-type-options': 'nosniff' });
    expect(reply.headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox$/);
  });

  it.each([
    ['of another content', SVG, 'image/svg+xml', nameOf(Buffer.from('other')), 422],
    ['pages', SVG, 'text/html', undefined, 415],
    ['scripts', SVG, 'text/javascript', undefined, 415],
    ['too large', Buffer.alloc(5_000_001), 'image/png', undefined, 413],
    ['names that are none', SVG, 'image/png', '../../../etc/passwd', 404],
    ['hashes that are none', SVG, 'image/png', 'A'.repeat(64), 400],
  ] as const)('are refused: %s', async (_name, bytes, type, hash, status) => {
    const monitor = await monitors.start();
    expect((await put(monitor, bytes, type, hash)).statusCode).toBe(status);
  });

  it('belong to one application', async () => {
    const monitor = await monitors.start();
    await monitor.ensureApp({ key: 'other', name: 'Other', allowedOrigins: [ORIGIN] });
    await put(monitor, SVG);
    expect((await ask(monitor, [nameOf(SVG)], 'other')).json().missing).toEqual([nameOf(SVG)]);
    expect((await (await logIn(monitor)).get(`/v1/apps/other/assets/${nameOf(SVG)}`)).statusCode).toBe(404);
  });

  it('of an erased session are refused, those of others are not', async () => {
    const monitor = await monitors.start();
    const withdrawn = await monitor.app.inject({
      method: 'POST',
      url: `/v1/consent?app=${APP}`,
      payload: JSON.stringify({ sessionId: SESSION, state: 'withdrawn' }),
      headers: { origin: ORIGIN, 'content-type': 'text/plain' },
    });
    expect(withdrawn.statusCode).toBe(200);
    for (const reply of [await ask(monitor, [nameOf(SVG)]), await put(monitor, SVG)]) {
      expect([reply.statusCode, reply.json().error.code]).toEqual([410, 'session_erased']);
    }
    const other = randomUUID();
    expect((await ask(monitor, [nameOf(SVG)], APP, other)).json()).toMatchObject({ missing: [nameOf(SVG)] });
    expect((await put(monitor, SVG, undefined, undefined, other)).statusCode).toBe(201);
  });

  it('come back byte for byte, whatever they hold', async () => {
    const monitor = await monitors.start();
    const operator = await logIn(monitor);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), async (content) => {
        const bytes = Buffer.from(content);
        await put(monitor, bytes, 'font/woff2');
        const reply = await operator.get(`/v1/apps/${APP}/assets/${nameOf(bytes)}`);
        expect(reply.rawPayload.equals(bytes)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('may be sent by pages of the application’s origins', async () => {
    const monitor = await monitors.start();
    const reply = await monitor.app.inject({
      method: 'OPTIONS',
      url: `/v1/assets/${nameOf(SVG)}?app=${APP}`,
      headers: {
        origin: ORIGIN,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(reply.headers).toMatchObject({ 'access-control-allow-origin': ORIGIN });
    expect(reply.headers['access-control-allow-methods']).toContain('PUT');
    expect(reply.headers['access-control-allow-headers']).toContain('content-type');
  });
});
