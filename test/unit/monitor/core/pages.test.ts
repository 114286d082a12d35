import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { useMonitors } from './monitors.ts';

const monitors = useMonitors();

async function startWithFiles() {
  const root = await monitors.makeFolder();
  const folders = { agent: path.join(root, 'agent'), console: path.join(root, 'web') };
  await mkdir(path.join(folders.agent, 'agent'), { recursive: true });
  await mkdir(path.join(folders.agent, 'types'), { recursive: true });
  await mkdir(path.join(folders.console, 'assets'), { recursive: true });
  await writeFile(path.join(folders.agent, 'rewindow.js'), 'loader()');
  await writeFile(path.join(folders.agent, 'agent', 'session.js'), 'session()');
  await writeFile(path.join(folders.agent, 'types', 'x.js'), 'types');
  await writeFile(path.join(folders.agent, 'package.json'), '{}');
  await writeFile(path.join(folders.console, 'index.html'), '<title>console</title>');
  await writeFile(path.join(folders.console, 'assets', 'main-1a2b.js'), 'main()');
  return (await monitors.start({ folders })).app;
}

describe('the agent files', () => {
  it('are served to every origin, with a tag and a short life', async () => {
    const app = await startWithFiles();
    const reply = await app.inject({ url: '/agent/rewindow.js', headers: { origin: 'https://any.example' } });
    expect([reply.statusCode, reply.body]).toEqual([200, 'loader()']);
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=300',
    });
    expect(reply.headers['content-type']).toMatch(/javascript/);
    const headers = { 'if-none-match': String(reply.headers.etag) };
    expect((await app.inject({ url: '/agent/rewindow.js', headers })).statusCode).toBe(304);
    expect((await app.inject({ url: '/agent/agent/session.js' })).body).toBe('session()');
  });

  it.each(['/agent/types/x.js', '/agent/package.json', '/agent/nothing.js', '/agent/..%2fweb/index.html', '/agent/'])(
    'have nothing at %s',
    async (url) => {
      const reply = await (await startWithFiles()).inject({ url });
      expect([reply.statusCode, reply.json().error.code]).toEqual([404, 'not_found']);
    },
  );
});

describe('the console', () => {
  it('answers at its root and at addresses of its own, behind a strict policy', async () => {
    const app = await startWithFiles();
    for (const url of ['/', '/sessions/1', '/rules?app=shop']) {
      const reply = await app.inject({ url, headers: { accept: 'text/html' } });
      expect([reply.statusCode, reply.body], url).toEqual([200, '<title>console</title>']);
      expect(reply.headers['content-security-policy']).toContain("script-src 'self';");
      expect(reply.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(reply.headers['cache-control']).toBe('no-cache');
    }
    const asset = await app.inject({ url: '/assets/main-1a2b.js' });
    expect([asset.body, asset.headers['cache-control']]).toEqual(['main()', 'public, max-age=31536000, immutable']);
  });

  it.each(['/v1/nothing', '/v1', '/demo/nothing', '/assets/gone.js'])('does not stand in for %s', async (url) => {
    const reply = await (await startWithFiles()).inject({ url, headers: { accept: 'text/html' } });
    expect([reply.statusCode, reply.json().error.code]).toEqual([404, 'not_found']);
  });

  it('says so where it has not been built, and the rest works', async () => {
    const root = await monitors.makeFolder();
    const { app } = await monitors.start({ folders: { agent: path.join(root, 'a'), console: path.join(root, 'c') } });
    const page = await app.inject({ url: '/' });
    expect([page.statusCode, page.headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);
    expect(page.body).toContain('npm run build');
    expect((await app.inject({ url: '/agent/rewindow.js' })).body).toContain('npm run build');
    expect((await app.inject({ url: '/healthz' })).json()).toMatchObject({ status: 'ok', version: expect.any(String) });
  });
});

describe('the API', () => {
  it('is described by OpenAPI 3.1', async () => {
    const { app } = await monitors.start();
    const document = (await app.inject({ url: '/openapi.json' })).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/v1/segments',
        '/v1/summaries',
        '/v1/feedback',
        '/v1/sessions/{sessionId}/records',
        '/healthz',
      ]),
    );
    expect(document.paths['/v1/login'].post.requestBody.content['application/json'].schema).toMatchObject({
      type: 'object',
      properties: { password: { type: 'string' } },
      required: ['password'],
    });
  });

  it('can be extended by a program that mounts it', async () => {
    const { app } = await monitors.start({
      extend: async (server, hands) => {
        await hands.ensureApp({ key: 'demo', name: 'Demo', allowedOrigins: ['*'] });
        server.get('/demo/', () => 'shop');
      },
    });
    expect((await app.inject({ url: '/demo/' })).body).toBe('shop');
    const payload = Buffer.from('no segment');
    const reply = await app.inject({ method: 'POST', url: '/v1/segments?app=demo', payload });
    expect(reply.json().error.code).toBe('segment_malformed');
  });

  it.each([
    { what: 'no JSON', payload: '{', answer: [400, 'bad_request'] },
    { what: 'text', payload: 'password', type: 'text/plain', answer: [415, 'unsupported'] },
    { what: 'something else', payload: '{"password":1}', answer: [400, 'bad_request'] },
    { what: 'nesting without end', payload: '['.repeat(1_000), answer: [400, 'bad_request'] },
    { what: 'too much', payload: JSON.stringify({ password: 'x'.repeat(2_000_000) }), answer: [413, 'bad_request'] },
  ])('answers a body that is $what with a code', async ({ payload, type = 'application/json', answer }) => {
    const { app } = await monitors.start();
    const headers = { 'content-type': type };
    const reply = await app.inject({ method: 'POST', url: '/v1/login', payload, headers });
    expect([reply.statusCode, reply.json().error.code]).toEqual(answer);
  });
});
