import { describe, expect, it } from 'vitest';
import { APP, logIn, ORIGIN, PASSWORD, sendSegment, useMonitors } from './monitors.ts';
import { makeIds, makeLines } from './segments.ts';

const monitors = useMonitors();

describe('logging in', () => {
  it('is asked of every console route', async () => {
    const { app } = await monitors.start();
    const { paths } = (await app.inject({ url: '/openapi.json' })).json<{
      paths: Record<string, Record<string, object>>;
    }>();
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, route]) => ('security' in route ? [{ path, method }] : [])),
    );
    expect(routes.length).toBeGreaterThan(12);
    for (const { path, method } of routes) {
      const url = path.replace(/{[^}]*}/g, 'x');
      const call = { get: 'GET', post: 'POST', patch: 'PATCH', delete: 'DELETE' }[method];
      const reply = await app.inject({ method: call ?? 'PUT', url, ...(call === 'GET' ? {} : { payload: {} }) });
      expect([reply.statusCode, reply.json().error.code], `${method} ${path}`).toEqual([401, 'login_required']);
    }
  });

  it('works by token and by cookie, until logging out', async () => {
    const { app } = await monitors.start();
    const reply = await app.inject({ method: 'POST', url: '/v1/login', payload: { password: PASSWORD } });
    const [cookie] = reply.cookies;
    expect(cookie).toMatchObject({ name: 'rewindow_session', httpOnly: true, sameSite: 'Strict', path: '/' });
    const cookies = { rewindow_session: cookie?.value ?? '' };
    const { token } = reply.json<{ token: string }>();
    const isIn = async (request: object) => (await app.inject({ url: '/v1/me', ...request })).statusCode;
    const headers = { authorization: `Bearer ${token}` };
    expect([await isIn({ cookies }), await isIn({ headers })]).toEqual([200, 200]);
    expect(await isIn({ headers: { authorization: `Bearer ${'x'.repeat(43)}` } })).toBe(401);
    await app.inject({ method: 'POST', url: '/v1/logout', headers });
    expect([await isIn({ cookies }), await isIn({ headers })]).toEqual([401, 401]);
  });

  it('lets a cookie change things from the console only', async () => {
    const monitor = await monitors.start();
    const { token } = await logIn(monitor);
    const add = async (headers: { [name: string]: string }) => {
      const payload = { name: 'New', allowedOrigins: ['*'] };
      const cookies = { rewindow_session: token };
      return (await monitor.app.inject({ method: 'POST', url: '/v1/apps', payload, cookies, headers })).statusCode;
    };
    expect(await add({ 'sec-fetch-site': 'same-origin' })).toBe(201);
    expect(await add({ host: 'monitor.example:4100', origin: 'http://monitor.example:4100' })).toBe(201);
    expect(await add({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await add({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await add({ host: 'monitor.example', origin: 'https://evil.example' })).toBe(403);
    expect(await add({ origin: 'null' })).toBe(403);
    expect(await add({})).toBe(403);
  });

  it('is slowed down for who guesses', async () => {
    const { app } = await monitors.start();
    const guess = () => app.inject({ method: 'POST', url: '/v1/login', payload: { password: 'guess' } });
    const codes: string[] = [];
    for (let count = 0; count < 21; count += 1) codes.push((await guess()).json().error.code);
    expect(codes).toEqual([...Array(20).fill('login_refused'), 'too_many_requests']);
    expect((await guess()).headers['retry-after']).toMatch(/^\d+$/);
  });

  it('changes the password and ends other logins', async () => {
    const monitor = await monitors.start();
    const [one, two] = [await logIn(monitor), await logIn(monitor)];
    expect((await one.post('/v1/password', { current: 'wrong', next: 'another password' })).statusCode).toBe(401);
    const weak = await one.post('/v1/password', { current: PASSWORD, next: 'short' });
    expect([weak.statusCode, weak.json().error.code]).toEqual([400, 'password_weak']);
    const changed = await one.post('/v1/password', { current: PASSWORD, next: 'another password' });
    expect(changed.statusCode).toBe(200);
    expect([(await one.get('/v1/me')).statusCode, (await two.get('/v1/me')).statusCode]).toEqual([401, 401]);
    const headers = { authorization: `Bearer ${changed.json().token}` };
    expect((await monitor.app.inject({ url: '/v1/me', headers })).statusCode).toBe(200);
    const old = await monitor.app.inject({ method: 'POST', url: '/v1/login', payload: { password: PASSWORD } });
    expect(old.statusCode).toBe(401);
  });

  it('ends by itself', async () => {
    let now = Date.UTC(2026, 0, 1);
    const monitor = await monitors.start({ now: () => now });
    const operator = await logIn(monitor);
    now += 7 * 24 * 3_600_000 - 1;
    expect((await operator.get('/v1/me')).statusCode).toBe(200);
    now += 1;
    expect((await operator.get('/v1/me')).statusCode).toBe(401);
  });
});

describe('the first password', () => {
  it('is generated once and told once', async () => {
    const dataDir = await monitors.makeFolder();
    const monitor = await monitors.start({ dataDir, adminPassword: undefined });
    const password = monitor.generatedPassword ?? '';
    expect(password).toMatch(/^[a-z1-9]{4}(-[a-z1-9]{4}){3}$/);
    await monitor.close();
    const again = await monitors.start({ dataDir, adminPassword: undefined });
    expect(again.generatedPassword).toBeUndefined();
    const reply = await again.app.inject({ method: 'POST', url: '/v1/login', payload: { password } });
    expect(reply.statusCode).toBe(200);
  });

  it('is replaced by a given one, and stays where it is the same', async () => {
    const dataDir = await monitors.makeFolder();
    const first = await monitors.start({ dataDir });
    const { token } = await logIn(first);
    await first.close();
    const headers = { authorization: `Bearer ${token}` };
    const second = await monitors.start({ dataDir });
    expect((await second.app.inject({ url: '/v1/me', headers })).statusCode).toBe(200);
    await second.close();
    const third = await monitors.start({ dataDir, adminPassword: 'quite another' });
    expect((await third.app.inject({ url: '/v1/me', headers })).statusCode).toBe(401);
  });
});

describe('applications', () => {
  it('are added, changed and listed with their sessions', async () => {
    const monitor = await monitors.start();
    await sendSegment(monitor, makeLines(makeIds(), 0, 1));
    await monitor.settled();
    const operator = await logIn(monitor);
    const added = await operator.post('/v1/apps', {
      name: 'Second',
      allowedOrigins: ['https://a.example/', 'http://b.example:81'],
    });
    expect([added.statusCode, added.json()]).toMatchObject([
      201,
      { allowedOrigins: ['https://a.example', 'http://b.example:81'] },
    ]);
    const { key } = added.json<{ key: string }>();
    const changed = await operator.patch(`/v1/apps/${key}`, { allowedOrigins: ['*'] });
    expect(changed.json()).toMatchObject({ key, name: 'Second', allowedOrigins: ['*'], sessionCount: 0 });
    const { apps } = (await operator.get('/v1/apps')).json();
    expect(apps.map((app: { key: string; sessionCount: number }) => [app.key, app.sessionCount])).toEqual([
      [APP, 1],
      [key, 0],
    ]);
    expect((await operator.post('/v1/apps', { key: APP, name: 'x', allowedOrigins: [] })).statusCode).toBe(409);
    expect((await operator.patch('/v1/apps/nobody', { name: 'x' })).statusCode).toBe(404);
    for (const origin of [
      'shop.example',
      'https://a.example/path',
      'null',
      '',
      'https://*.example/x',
      'javascript:1',
    ]) {
      const reply = await operator.post('/v1/apps', { name: 'x', allowedOrigins: [origin] });
      expect([reply.statusCode, reply.json().error.code], origin).toEqual([400, 'bad_request']);
    }
  });
});

describe('pages of other origins', () => {
  it('may read answers where the application allows them, errors too', async () => {
    const monitor = await monitors.start();
    const good = await sendSegment(monitor, makeLines(makeIds(), 0, 1));
    expect(good.headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      vary: expect.stringContaining('Origin'),
    });
    expect(good.headers['access-control-allow-credentials']).toBeUndefined();
    expect((await sendSegment(monitor, new Uint8Array(3))).headers['access-control-allow-origin']).toBe(ORIGIN);
    const evil = await sendSegment(monitor, makeLines(makeIds(), 0, 1), {
      headers: { origin: 'https://evil.example' },
    });
    expect(evil.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('get an answer to a preflight', async () => {
    const { app } = await monitors.start();
    const ask = (url: string, origin: string) =>
      app.inject({ method: 'OPTIONS', url, headers: { origin, 'access-control-request-method': 'POST' } });
    const good = await ask(`/v1/summaries?app=${APP}`, ORIGIN);
    expect([good.statusCode, good.headers['access-control-allow-origin']]).toEqual([204, ORIGIN]);
    for (const [url, origin] of [
      [`/v1/summaries?app=${APP}`, 'https://evil.example'],
      [`/v1/apps?app=${APP}`, ORIGIN],
    ]) {
      expect((await ask(url ?? '', origin ?? '')).headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('never reach the console by CORS', async () => {
    const monitor = await monitors.start();
    const { token } = await logIn(monitor);
    const headers = { origin: ORIGIN, authorization: `Bearer ${token}` };
    const reply = await monitor.app.inject({ url: `/v1/apps?app=${APP}`, headers });
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
  });
});
