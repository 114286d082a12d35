import type { BrowserContext, FrameLocator, Page } from '@playwright/test';
import { InstructionRow } from '../../monitor/src/api/contract.ts';
import { createConsoleApi, type ConsoleApi } from '../tools/consoleApi.ts';
import type { HostFile } from '../tools/hostSite.ts';
import { startMonitor } from '../tools/monitorProcess.ts';
import { createWideFont } from '../tools/wideFont.ts';
import { inPhase, openApiSite, type ApiPage, type ApiWindow } from './apiPage.ts';
import { expect, test } from './operator.ts';

const box = (colour: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="${colour}"/></svg>`;
const SHEET = `@font-face { font-family: Wide; src: url('wide.ttf') }
  #wide { font: 20px Wide, serif } #back { width: 40px; height: 30px; background: url("back.svg") }`;
const BODY = `<link rel="stylesheet" href="/look/sheet.css"><img id="front" src="/look/front.svg" alt="">
  <div id="back"></div><span id="wide">WW</span>`;

function createFiles(): Record<string, HostFile> {
  return {
    '/look/sheet.css': { type: 'text/css', body: SHEET },
    '/look/front.svg': { type: 'image/svg+xml', body: box('#c80000') },
    '/look/back.svg': { type: 'image/svg+xml', body: box('#00a000') },
    '/look/wide.ttf': { type: 'font/ttf', body: createWideFont() },
  };
}

const RULES = {
  capture: [{ kinds: ['dom', 'custom', 'page', 'asset'], assets: { maxBytes: 1_000_000 } }],
  triggers: [
    {
      ...{ id: 'go', type: 'match', when: "record.kind == 'custom' && record.name == 'go'" },
      instructions: [{ order: { verb: 'buffer.send', liveMs: 20_000 } }],
    },
  ],
} as never;

/** What is said about files from now on, from page and worker. */
function listenForFiles(context: BrowserContext) {
  const said: string[] = [];
  context.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/v1/assets/')) said.push(`${request.method()} ${pathname.slice('/v1/assets/'.length)}`);
  });
  return { all: () => said, sent: () => said.filter((line) => line.startsWith('PUT')) };
}

const track = (page: Page, name: string) =>
  page.evaluate((said) => {
    (window as unknown as ApiWindow).api.track(said);
  }, name);

async function visit(page: Page, origin: string): Promise<string> {
  await page.goto(origin);
  const { ids } = await inPhase(page, 'recording');
  // Until the page has loaded and is idle; nothing is looked for before.
  await page.waitForTimeout(5_000);
  return ids?.sessionId ?? '';
}

const namedFiles = async (api: ConsoleApi, sessionId: string) =>
  (await api.records(sessionId)).flatMap(({ kind, data }) => (kind === 'asset' ? [JSON.stringify(data)] : [])).join();

const send = (api: ConsoleApi, sessionId: string) =>
  api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });

const widthOf = (root: Pick<Page | FrameLocator, 'locator'>) =>
  root.locator('#wide').evaluate((element) => (element as HTMLElement).offsetWidth);

/** The colour that most of a screenshot has. */
async function lookAt(page: Page, root: Pick<Page | FrameLocator, 'locator'>, selector: string): Promise<string> {
  const shot = (await root.locator(selector).screenshot()).toString('base64');
  return page.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    const [red, green, blue] = context.getImageData(image.width / 2, image.height / 2, 1, 1).data;
    return [red, green, blue].join(' ');
  }, shot);
}

const hostOf = (flavour: ApiPage['flavour'], monitor: string, name: string): ApiPage => ({
  ...{ flavour, app: `assets-${name}-${flavour}`, monitor, body: BODY },
});

test('the replay has the files that the page’s server refuses by now; each is sent once over all sessions', async ({
  browser,
  operator,
  page,
  monitor,
  api,
  flavour,
}) => {
  const files = createFiles();
  const site = await openApiSite(api, hostOf(flavour, monitor.baseUrl, 'files'), RULES, files);
  const first = listenForFiles(page.context());
  const sessionId = await visit(page, site.origin);
  const live = [await widthOf(page), await lookAt(page, page, '#front'), await lookAt(page, page, '#back')];
  expect(live).toEqual([120, '200 0 0', '0 160 0']);
  await send(api, sessionId);
  await expect.poll(() => first.sent().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);

  const context = await browser.newContext();
  const other = await context.newPage();
  const second = listenForFiles(context);
  const otherId = await visit(other, site.origin);
  await send(api, otherId);
  await expect.poll(() => second.all().length, { timeout: 30_000 }).toBeGreaterThan(0);
  await expect.poll(() => namedFiles(api, otherId)).toContain('/look/front.svg');
  await other.waitForTimeout(1_500);
  expect(second.sent()).toEqual([]);
  expect(first.sent()).toHaveLength(new Set(first.sent()).size);
  await context.close();

  for (const file of Object.values(files)) file.isRefused = true;
  expect((await page.request.get(`${site.origin}/look/front.svg`)).status()).toBe(401);
  await operator.goto(`/sessions/${sessionId}`);
  const picture = operator.frameLocator('iframe[title="Recorded page"]');
  const front = picture.locator('#front');
  await expect.poll(() => front.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(40);
  await expect
    .poll(async () => [
      await widthOf(picture),
      await lookAt(page, picture, '#front'),
      await lookAt(page, picture, '#back'),
    ])
    .toEqual(live);
  await site.close();
});

test('files that are due while the monitor is away arrive later', async ({ page, flavour }) => {
  const monitor = await startMonitor();
  const api = await createConsoleApi(monitor.baseUrl, monitor.password);
  const site = await openApiSite(api, hostOf(flavour, monitor.baseUrl, 'later'), RULES, createFiles());
  try {
    const wire = listenForFiles(page.context());
    const sessionId = await visit(page, site.origin);
    await api.sessionWhen(sessionId, 'its summary');
    await monitor.stop('SIGKILL');
    await track(page, 'go');
    await page.waitForTimeout(2_000);
    expect(wire.sent()).toEqual([]);
    await monitor.restart();
    await expect.poll(() => wire.sent().length, { timeout: 45_000 }).toBeGreaterThanOrEqual(3);
  } finally {
    await site.close();
    await monitor.close();
  }
});

test('after withdrawn consent no file follows', async ({ page, monitor, api, flavour }) => {
  const site = await openApiSite(api, hostOf(flavour, monitor.baseUrl, 'gone'), RULES, createFiles());
  const wire = listenForFiles(page.context());
  await page.context().route('**/v1/assets/**', (route) => route.abort());
  await visit(page, site.origin);
  await track(page, 'go');
  // They are due, and tried again and again.
  await expect.poll(() => wire.all().length, { timeout: 30_000 }).toBeGreaterThan(1);
  await page.evaluate(() => {
    (window as unknown as ApiWindow).api.consent('withdrawn');
  });
  await inPhase(page, 'declined');
  const before = wire.all().length;
  await page.context().unroute('**/v1/assets/**');
  await page.waitForTimeout(8_000);
  await page.reload();
  await page.waitForTimeout(4_000);
  expect(wire.all().slice(before)).toEqual([]);
  await site.close();
});

test('where everything is masked no picture is kept', async ({ page, monitor, api, flavour }) => {
  const host = { ...hostOf(flavour, monitor.baseUrl, 'mask'), options: { mask: 'all' } };
  const site = await openApiSite(api, host, RULES, createFiles());
  const wire = listenForFiles(page.context());
  const sessionId = await visit(page, site.origin);
  await send(api, sessionId);
  // Fonts are no pictures: where they have come, the pictures would have, too.
  await expect.poll(() => wire.sent().length, { timeout: 30_000 }).toBeGreaterThan(0);
  await expect.poll(() => namedFiles(api, sessionId)).toContain('wide.ttf');
  expect(await namedFiles(api, sessionId)).not.toContain('.svg');
  await site.close();
});
