import type { Page } from '@playwright/test';
import { InstructionRow } from '../../monitor/src/api/contract.ts';
import type { ConsoleApi } from '../tools/consoleApi.ts';
import type { Rewindow } from '../../src/boot/face.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { expect, test } from './fixtures.ts';
import { serveHostPage } from './hostPage.ts';
import { startPageTraces } from './pageTraces.ts';
import { createShop } from './shop.ts';

declare global {
  interface Window {
    rewindow?: Rewindow;
  }
}

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="60" height="40" fill="red"/></svg>';
const OTHERS = {
  'picture.svg': { contentType: 'image/svg+xml', body: PICTURE },
  'module.js': { contentType: 'text/javascript', body: 'export const loaded = 1;' },
  'host.js': { contentType: 'text/javascript', body: '/* the page has nothing to do */' },
  'host.css': { contentType: 'text/css', body: 'main { display: grid; gap: 12px } .tall { height: 3000px }' },
  'frame.html': { contentType: 'text/html', body: '<!doctype html><p>inside</p><input>' },
};
/** Plain markup, as a page with a strict policy has it. */
const PLAIN = `<main><h1>A page like many</h1><form><input name="a"><textarea></textarea><select><option>1</option></select></form>
  <img src="/host/picture.svg" width="60" height="40" alt=""><iframe src="/host/frame.html"></iframe><p class="tall"></p>
  <img src="/host/picture.svg?late" loading="lazy" alt=""></main>`;
/** What makes a browser complain when a frame that runs no scripts gets to see it. */
const ARMED = `<a href="javascript:void 0">x</a> <button onclick="this.title = 'clicked'">y</button>
  <img src="/host/picture.svg?armed" onload="this.title = 'loaded'" onerror="this.title = 'failed'" alt="">
  <svg width="20" height="20"><script>window.svgRan = (window.svgRan ?? 0) + 1</script><circle r="5" onclick="0"/></svg>
  <script type="module">import '/host/module.js';</script>`;
const HEAD = `<link rel="icon" href="data:,"><link rel="stylesheet" href="/host/host.css"><link rel="modulepreload" href="/host/module.js">
  <script src="/host/host.js"></script>`;

/** Errors and warnings on the console of the page. */
function listenToConsole(page: Page): string[] {
  const lines: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) lines.push(message.text());
  });
  page.on('pageerror', (error) => lines.push(error.message));
  return lines;
}

async function open(page: Page, url: string): Promise<string> {
  await page.addInitScript(startPageTraces);
  await page.goto(url);
  await waitUntil('the recorder', () =>
    page.evaluate(async () => {
      const status = await window.rewindow?.status();
      return status?.recording && 'dom' in status.recording.store.counts ? true : undefined;
    }),
  );
  return createShop(page, url).sessionId();
}

/** Everything that the agent does on a page, at once. */
async function useAll(page: Page, api: ConsoleApi, sessionId: string): Promise<void> {
  await api.sessionWhen(sessionId, 'the summary');
  const orders = [
    { order: { verb: 'capture.start', kinds: ['page'] } },
    { order: { verb: 'image', target: 'viewport' } },
    { order: { verb: 'image', target: 'main' } },
    { order: { verb: 'assist.message', title: 'Hello', text: 'there', actions: [{ label: 'Fine' }] } },
    { order: { verb: 'buffer.send' } },
  ];
  for (const order of orders) await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, order);
  await page.locator('input[name=a]').fill('typed');
  await page.evaluate(async () => {
    console.log('a line');
    await fetch('/host/data');
    history.replaceState({}, '', '/host/?route');
    document.querySelector('h1')?.append('!');
  });
  await api.sessionWhen(sessionId, 'five answers', ({ instructions }) =>
    instructions.every(({ acknowledgements }) => acknowledgements.length > 0),
  );
  const outcomes = (await api.instructions(sessionId)).map(
    ({ acknowledgements: [word] }) => `${word?.verb} ${word?.outcome}`,
  );
  expect(outcomes.filter((outcome) => outcome.includes('failed'))).toEqual([]);
  await expect(page.getByRole('dialog')).toContainText('Hello');
}

test('nothing on the host’s console, nothing in its page moves', async ({ page, monitor, api, flavour }) => {
  const lines = listenToConsole(page);
  const host = { baseUrl: monitor.baseUrl, flavour, body: PLAIN + ARMED, head: HEAD, others: OTHERS };
  const sessionId = await open(page, await serveHostPage(page, host));
  await useAll(page, api, sessionId);
  expect(lines).toEqual([]);
  expect(await page.evaluate(() => window.pageTraces.shift())).toBe(0);
  expect(await page.evaluate(() => Reflect.get(window, 'svgRan') as unknown)).toBe(1);
});

test('a picture that never comes holds up no image', async ({ page, monitor, api, flavour }) => {
  const host = { baseUrl: monitor.baseUrl, flavour, body: PLAIN, head: HEAD, others: OTHERS };
  const url = await serveHostPage(page, host);
  await page.route('**/never.png', () => undefined);
  const sessionId = await open(page, url);
  await page.evaluate(() => {
    document.querySelector('main')?.prepend(Object.assign(new Image(), { src: '/host/never.png', alt: 'never' }));
  });
  await useAll(page, api, sessionId);
});

test('after stop the page is as if there had been no agent', async ({ page, monitor, api, flavour }) => {
  const host = { baseUrl: monitor.baseUrl, flavour, body: PLAIN, head: HEAD, others: OTHERS };
  const sessionId = await open(page, await serveHostPage(page, host));
  await useAll(page, api, sessionId);
  expect((await page.evaluate(() => window.pageTraces.left())).join()).toMatch(/window.fetch.*<rewindow-assist>/s);
  await page.evaluate(() => window.rewindow?.stop());
  await expect.poll(() => page.evaluate(() => window.pageTraces.left()), { timeout: 12_000 }).toEqual([]);
  await expect.poll(() => page.workers().length).toBe(0);
  const later: string[] = [];
  page.on('request', (request) => later.push(request.url()));
  await page.evaluate(async () => {
    window.rewindow?.track('nobody listens');
    await fetch('/host/after');
  });
  await page.waitForTimeout(2_000);
  expect(later).toEqual([`${monitor.baseUrl}/host/after`]);
});

test('what the page patches over the agent outlives it and works', async ({ page, monitor, flavour }) => {
  const lines = listenToConsole(page);
  const host = { baseUrl: monitor.baseUrl, flavour, body: PLAIN, head: HEAD, others: OTHERS };
  await open(page, await serveHostPage(page, host));
  const result = await page.evaluate(async () => {
    const calls: string[] = [];
    const wrap = (owner: object, name: string) => {
      const inner = Reflect.get(owner, name) as (...args: unknown[]) => unknown;
      Reflect.set(owner, name, function (this: unknown, ...args: unknown[]) {
        calls.push(name);
        return Reflect.apply(inner, this, args);
      });
    };
    wrap(window, 'fetch');
    wrap(console, 'log');
    wrap(XMLHttpRequest.prototype, 'open');
    wrap(XMLHttpRequest.prototype, 'send');
    wrap(history, 'pushState');
    const act = async () => {
      console.log('from the page');
      history.pushState({}, '', '/host/?next');
      const { status } = await fetch('/host/picture.svg');
      const xhr = new XMLHttpRequest();
      xhr.open('GET', '/host/picture.svg');
      await new Promise((resolve) => {
        xhr.onloadend = resolve;
        xhr.send();
      });
      return [status, xhr.status, location.search];
    };
    const during = await act();
    window.rewindow?.stop();
    return { during, after: await act(), calls };
  });
  const names = ['log', 'pushState', 'fetch', 'open', 'send'];
  expect(result).toEqual({ during: [200, 200, '?next'], after: [200, 200, '?next'], calls: [...names, ...names] });
  expect(lines).toEqual([]);
});

const STRICT = "default-src 'self'; script-src 'self'; worker-src 'self'; require-trusted-types-for 'script'";

test('a strict policy with Trusted Types is kept, and everything works', async ({ page, monitor, api, flavour }) => {
  const lines = listenToConsole(page);
  const host = {
    baseUrl: monitor.baseUrl,
    flavour,
    body: PLAIN,
    head: HEAD.replace('data:,', '/host/icon'),
    others: OTHERS,
  };
  const headers = { 'content-security-policy': STRICT };
  const sessionId = await open(page, await serveHostPage(page, { ...host, headers }));
  await useAll(page, api, sessionId);
  expect(await page.evaluate(() => window.pageTraces.violations)).toEqual([]);
  expect(lines).toEqual([]);
  const status = await page.evaluate(() => window.rewindow?.status());
  expect(status?.recording?.worker).toBe('url');
});

test('where no policy may be made the worker runs on the main thread, and the reason is told', async ({
  page,
  monitor,
  flavour,
}) => {
  const host = { baseUrl: monitor.baseUrl, flavour, body: PLAIN, head: HEAD, others: OTHERS };
  const headers = { 'content-security-policy': `${STRICT}; trusted-types 'none'` };
  await open(page, await serveHostPage(page, { ...host, headers }));
  const status = await page.evaluate(() => window.rewindow?.status());
  expect(status?.recording?.worker).toBe('main');
  expect(JSON.stringify(status)).toMatch(/TrustedScriptURL/);
});
