import { App, PublishReply, type TimelineRecord } from '../../monitor/src/api/contract.ts';
import type { ConsoleApi } from '../tools/consoleApi.ts';
import { startLiveSite } from '../tools/liveSite.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { expect, test } from './fixtures.ts';

const NETWORK = {
  ...{ sockets: true, resources: true, correlate: true, headers: ['x-request-id', 'set-cookie', 'content-type'] },
  bodies: [{ url: '*', redact: ['$.own'] }],
};
const RULES = {
  ...{ version: 1, name: 'network' },
  capture: [{ kinds: ['network'], network: NETWORK }],
  triggers: [
    {
      ...{ id: 'all', type: 'match', when: 'record.kind == "network"', limits: { perSession: 1 } },
      // What is recorded after the first exchange is wanted, too.
      instructions: [{ order: { verb: 'buffer.send', liveMs: 30_000 } }],
    },
  ],
};

interface Visit {
  app: string;
  monitor: string;
  flavour: 'script' | 'npm';
}

function pageOf({ app, monitor, flavour }: Visit): string {
  const options = `data-app="${app}" data-monitor="${monitor}" data-correlate="self"`;
  const agent =
    flavour === 'script'
      ? `<script src="${monitor}/agent/rewindow.js" ${options} async></script>`
      : `<script type="module">
          import * as rewindow from '/npm/index.js';
          rewindow.init({ app: '${app}', monitor: '${monitor}', correlate: ['self'] });
        </script>`;
  return `<!doctype html><title>Live</title><link rel="icon" href="data:,"><img src="/picture.png" alt="">${agent}`;
}

async function prepare(api: ConsoleApi, visit: Visit) {
  const site = await startLiveSite(pageOf(visit));
  await api.post('/v1/apps', App, { key: visit.app, name: visit.app, allowedOrigins: [site.origin] });
  await api.post(`/v1/apps/${visit.app}/rules`, PublishReply, { text: JSON.stringify(RULES) });
  return site;
}

function networkOf(records: TimelineRecord[], path: string) {
  return records
    .filter(({ kind, data }) => kind === 'network' && data['path'] === path)
    .map(({ data }) => data as Record<string, unknown>);
}

test('bodies, headers, traces, sockets and streams of a live site are recorded as the rule asks', async ({
  page,
  monitor,
  api,
  flavour,
}) => {
  const app = `live-${flavour}`;
  const site = await prepare(api, { app, monitor: monitor.baseUrl, flavour });
  const lines: string[] = [];
  page.on('console', (line) => lines.push(line.text()));
  await page.goto(site.origin);
  await page.waitForFunction(
    () => Reflect.get(WebSocket.prototype.send, Symbol.for('rewindow.original')) !== undefined,
  );
  const order = await page.evaluate(async () => {
    const body = JSON.stringify({ own: 'SECRET', password: 'SECRET', id: 7 });
    const headers = { 'content-type': 'application/json' };
    const echo = await (await fetch('/echo', { method: 'POST', headers, body })).text();
    const socket = new WebSocket('/socket?token=SECRET');
    const next = (target: EventTarget, type: string) =>
      new Promise<Event>((resolve) => target.addEventListener(type, resolve, { once: true }));
    await next(socket, 'open');
    socket.send('SECRET');
    await next(socket, 'message');
    socket.close(4_001);
    await next(socket, 'close');
    const source = new EventSource('/events');
    await next(source, 'price');
    source.close();
    const got: string[] = [echo];
    const reader = (await fetch('/chunks')).body?.getReader();
    for (const part of ['one', 'two']) {
      await fetch(`/next?part=${part}`);
      got.push(new TextDecoder().decode((await reader?.read())?.value));
    }
    await fetch('/next');
    got.push(String((await reader?.read())?.done));
    return got;
  });
  expect(order).toEqual(['{"own":"SECRET","password":"SECRET","id":7}', 'one', 'two', 'true']);
  const [row] = await waitUntil('the session', async () => {
    const found = await api.searchSessions({ app });
    return found.length > 0 ? found : undefined;
  });
  const records = await api.recordsWhen(row?.sessionId ?? '', 'the stream', (all) =>
    networkOf(all, '/chunks').some((data) => data['responseBody'] !== undefined),
  );
  const [echo] = networkOf(records, '/echo');
  const told = { type: 'application/json', text: '{"own":"***","password":"***","id":7}' };
  expect(echo).toMatchObject({
    ...{ mediaType: 'application/json', requestBody: told, responseBody: told },
    requestHeaders: { 'content-type': 'application/json' },
    responseHeaders: { 'content-type': 'application/json', 'x-request-id': 'r7' },
  });
  expect(echo?.['responseBytes']).toBe(43);
  expect(site.asked.get('/echo')?.traceparent).toContain(echo?.['traceId']);
  expect(site.asked.get('/echo')?.['x-rewindow-session']).toBe(row?.sessionId);
  expect(networkOf(records, '/socket')).toMatchObject([
    { api: 'websocket', phase: 'open', status: 101, failed: false },
    {
      ...{ api: 'websocket', phase: 'close', status: 101, failed: false, closeCode: 4_001 },
      ...{ sentCount: 1, receivedCount: 1, requestBytes: 6, responseBytes: 6 },
    },
  ]);
  expect(networkOf(records, '/events')).toMatchObject([
    { api: 'eventsource', phase: 'open', status: 200 },
    { api: 'eventsource', phase: 'close', failed: false, receivedCount: 2, responseBytes: 11 },
  ]);
  expect(networkOf(records, '/chunks')).toMatchObject([{ responseBody: { type: 'text/plain', text: 'onetwo' } }]);
  expect(networkOf(records, '/picture.png')).toMatchObject([{ api: 'resource', initiator: 'img', status: 404 }]);
  expect(JSON.stringify(records)).not.toContain('SECRET');
  expect(lines.filter((line) => !line.includes('404'))).toEqual([]);
  await site.close();
});
