import { App, InstructionRow } from '../../monitor/src/api/contract.ts';
import { inPhase, openApiSite, type ApiWindow } from './apiPage.ts';
import { expect, test } from './fixtures.ts';

const KINDS = ['dom', 'custom', 'network', 'page', 'pointer', 'navigation'] as const;
const RULES = { capture: [{ kinds: KINDS }] } as never;

test('two applications on one page do not mix', async ({ page, monitor, api, flavour }) => {
  const [first, second] = [`first-${flavour}`, `second-${flavour}`];
  const other = await openApiSite(api, { flavour, app: second, monitor: monitor.baseUrl }, RULES);
  await other.close();
  // The second tag comes when the first runs: it must not take the global over.
  const body = `<script>addEventListener('load', () => {
      const tag = document.createElement('script');
      tag.src = '${monitor.baseUrl}/agent/rewindow.js';
      tag.dataset.app = '${second}';
      document.head.append(tag);
      window.original = fetch;
    });</script>`;
  const site = await openApiSite(api, { flavour, app: first, monitor: monitor.baseUrl, body }, RULES);
  await api.request(`/v1/apps/${second}`, App, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ allowedOrigins: [site.origin] }),
  });
  await page.goto(site.origin);
  const { ids } = await inPhase(page, 'recording');
  const sessionOf = async (app: string) => {
    const sessions = await api.searchSessions({ app });
    return sessions[0]?.sessionId ?? '';
  };
  await expect.poll(() => sessionOf(second)).not.toBe('');
  await page.evaluate(async () => {
    (window as unknown as ApiWindow).api.track('of the first');
    await fetch('/nothing');
  });
  await page.waitForTimeout(1_000);

  const read = async (app: string) => {
    const sessionId = await sessionOf(app);
    await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });
    const has = (all: { kind: string; data: Record<string, unknown> }[]) =>
      all.some(({ data }) => data['path'] === '/nothing');
    return { sessionId, records: await api.recordsWhen(sessionId, `the request in ${app}`, has) };
  };
  const [mine, theirs] = [await read(first), await read(second)];
  expect(mine.sessionId).toBe(ids?.sessionId);
  expect(theirs.sessionId).not.toBe(mine.sessionId);
  const told = ({ records }: typeof mine) => records.filter(({ kind }) => kind === 'custom').length;
  expect([told(mine), told(theirs)]).toEqual([1, 0]);
  // Each has the picture, too.
  for (const { records } of [mine, theirs]) {
    expect(records.filter(({ kind }) => kind === 'dom').length).toBeGreaterThan(1);
    expect(records.filter(({ kind }) => kind === 'agent')).toEqual([]);
  }
  // Neither sees the other's traffic.
  for (const { records } of [mine, theirs]) expect(JSON.stringify(records)).not.toContain('/v1/');
  const stored = await page.evaluate(() => Object.keys(localStorage).map((name) => name.split(':')[1]));
  expect(new Set(stored)).toEqual(new Set([first, second]));
  await site.close();
});

test('a page that writes itself anew is recorded on', async ({ page, monitor, api, flavour }) => {
  const app = `anew-${flavour}`;
  const rules = { capture: [{ kinds: ['dom', 'pointer', 'page'] }] } as never;
  const site = await openApiSite(api, { flavour, app, monitor: monitor.baseUrl }, rules);
  await page.goto(site.origin);
  const { ids } = await inPhase(page, 'recording');
  const sessionId = ids?.sessionId ?? '';
  await page.waitForTimeout(800);
  const text = '<!doctype html><title>Anew</title><h1>Written anew</h1><button>Press</button>';
  await page.evaluate(`document.open(); document.write(${JSON.stringify(text)}); document.close();`);
  await inPhase(page, 'recording');
  await page.waitForTimeout(1_000);
  await page.click('button');
  await page.waitForTimeout(800);
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });
  const records = await api.recordsWhen(sessionId, 'the click', (all) =>
    all.some(({ kind, data }) => kind === 'pointer' && data['label'] === 'Press'),
  );
  expect(JSON.stringify(records.filter(({ kind }) => kind === 'dom'))).toContain('Written anew');
  // A page of its own, in the same session.
  expect(new Set(records.map(({ pageId }) => pageId)).size).toBe(2);
  await site.close();
});

test('a page that is rendered ahead does nothing before it is seen', async ({ page, monitor, api, flavour }) => {
  const app = `ahead-${flavour}`;
  await page.addInitScript(() => {
    if (location.hash !== '#ahead') return;
    let isAhead = true;
    Object.defineProperty(document, 'prerendering', { get: () => isAhead });
    Object.assign(window, {
      show() {
        isAhead = false;
        document.dispatchEvent(new Event('prerenderingchange'));
      },
    });
  });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const site = await openApiSite(api, { flavour, app, monitor: monitor.baseUrl }, RULES);
  await page.goto(`${site.origin}/#ahead`);
  await inPhase(page, 'starting');
  await page.waitForTimeout(500);
  expect(asked.filter((path) => path.startsWith('/v1/'))).toEqual([]);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await page.evaluate(() => {
    (window as unknown as { show(): void }).show();
  });
  await inPhase(page, 'recording');
  await site.close();
});

test('a service worker that answers everything from its cache does not come between agent and monitor', async ({
  page,
  monitor,
  api,
  flavour,
}) => {
  const app = `between-${flavour}`;
  const worker = `
    addEventListener('install', () => skipWaiting());
    addEventListener('activate', (event) => event.waitUntil(clients.claim()));
    addEventListener('fetch', (event) => event.respondWith(caches.open('all').then(async (cache) => {
      const hit = await cache.match(event.request);
      if (hit) return hit;
      const answer = await fetch(event.request);
      if (event.request.method === 'GET' && answer.ok) await cache.put(event.request, answer.clone());
      return answer;
    })));`;
  const early = `navigator.serviceWorker.register('/worker-of-the-page.js');`;
  const host = { flavour, app, monitor: monitor.baseUrl, early };
  const site = await openApiSite(api, host, RULES, { '/worker-of-the-page.js': worker });
  await page.goto(site.origin);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await page.evaluate(() => {
    if (!navigator.serviceWorker.controller) throw new Error('not controlled');
  });
  const { ids } = await inPhase(page, 'recording');
  const sessionId = ids?.sessionId ?? '';
  await page.evaluate(() => {
    (window as unknown as ApiWindow).api.track('through');
  });
  await page.waitForTimeout(800);
  await api.sessionWhen(sessionId, 'its summary', () => true);
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });
  await api.recordsWhen(sessionId, 'the fact', (all) => all.some(({ data }) => data['name'] === 'through'));
  await site.close();
});
