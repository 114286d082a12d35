import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import type { TimelineRecord } from '../../monitor/src/api/contract.ts';
import { InstructionRow } from '../../monitor/src/api/contract.ts';
import { createConsoleApi, type ConsoleApi } from '../tools/consoleApi.ts';
import type { HostFile } from '../tools/hostSite.ts';
import { startMonitor } from '../tools/monitorProcess.ts';
import { readStoredTable } from '../tools/pageDatabases.ts';
import { inPhase, openApiSite, type ApiPage } from './apiPage.ts';
import { expect, test } from './operator.ts';

const PACKAGES = join(import.meta.dirname, '../../node_modules');
const OWN = '.probe { color: rgb(1, 2, 3) }\n'.repeat(300);
const REST = `<style>${OWN}</style><p class="probe">styled</p><p id="count"></p>
  <script>setInterval(() => { count.textContent = String(performance.now()); }, 500);</script>`;
const LINKED = `<link rel="stylesheet" href="/look/table.css"><link rel="stylesheet" href="/look/editor.css">${REST}`;
const RULES = {
  capture: [{ kinds: ['dom', 'page'] }],
  buffer: { minutes: 10, maxBytes: 50_000_000, checkpointEveryMs: 5_000 },
} as never;

const readSheet = (path: string) => readFile(join(PACKAGES, path), 'utf8');
const readTable = () => readSheet('tabulator-tables/dist/css/tabulator_bootstrap5.min.css');
const readEditor = () => readSheet('quill/dist/quill.snow.css');

async function createFiles(): Promise<Record<string, HostFile>> {
  return {
    '/look/table.css': { type: 'text/css', body: await readTable() },
    '/look/editor.css': { type: 'text/css', body: await readEditor() },
  };
}

const hostOf = (flavour: ApiPage['flavour'], monitor: string, name: string, body: string): ApiPage => ({
  ...{ flavour, app: `sheets-${name}-${flavour}`, monitor, body },
});

function listenForFiles(context: BrowserContext) {
  const puts: string[] = [];
  context.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === 'PUT') puts.push(pathname.slice('/v1/assets/'.length));
  });
  return puts;
}

async function visit(page: Page, origin: string, stayMs: number): Promise<string> {
  await page.goto(origin);
  const { ids } = await inPhase(page, 'recording');
  await page.waitForTimeout(stayMs);
  return ids?.sessionId ?? '';
}

const send = (api: ConsoleApi, sessionId: string) =>
  api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });

/** Full snapshots of documents. */
const snapshots = (records: TimelineRecord[]) =>
  records.filter(({ kind, data }) => kind === 'dom' && (data['event'] as { type: number }).type === 2);
/** How many sheets are missing, over all records. */
const missingIn = (records: TimelineRecord[]) =>
  records.reduce((sum, { data }) => sum + Number(data['sheetsMissing'] ?? 0), 0);
/** Words of each of the three sheets, as the browser writes them. */
const WORDS = ['.tabulator-row', '.ql-toolbar', '.probe { color: rgb(1, 2, 3)'];
/** Each checkpoint of each page tells each sheet; large ones follow the snapshot, and the last checkpoint may not be through. */
function isWhole(records: TimelineRecord[]): boolean {
  const pages = new Set(snapshots(records).map(({ pageId }) => pageId));
  return [...pages].every((pageId) => {
    const ofPage = records.filter((record) => record.pageId === pageId);
    const count = Math.max(1, snapshots(ofPage).length - 1);
    const texts = ofPage.map(({ data }) => JSON.stringify(data['event'] ?? ''));
    return WORDS.every((word) => texts.filter((text) => text.includes(word)).length >= count);
  });
}

test('large sheets are stored once and sent once, over checkpoints, pages and sessions; the replay is whole', async ({
  browser,
  operator,
  page,
  monitor,
  api,
  flavour,
}) => {
  const body = `<style>${await readTable()}</style><style>${await readEditor()}</style>${REST}`;
  const site = await openApiSite(api, hostOf(flavour, monitor.baseUrl, 'once', body), RULES);
  const puts = listenForFiles(page.context());
  await visit(page, site.origin, 8_000);
  const sessionId = await visit(page, site.origin, 8_000);
  expect((await readStoredTable(page, 'assets')).texts).toHaveLength(3);
  await send(api, sessionId);
  const records = await api.recordsWhen(
    sessionId,
    'two pages, whole',
    (all) =>
      new Set(snapshots(all).map(({ pageId }) => pageId)).size === 2 &&
      snapshots(all).length >= 4 &&
      missingIn(all) === 0,
  );
  expect(isWhole(records)).toBe(true);
  expect([puts.length, new Set(puts).size]).toEqual([3, 3]);

  const context = await browser.newContext();
  const other = await context.newPage();
  const others = listenForFiles(context);
  const otherId = await visit(other, site.origin, 2_000);
  await send(api, otherId);
  const fromOther = await api.recordsWhen(otherId, 'all sheets', (all) => snapshots(all).length > 0 && isWhole(all));
  expect(missingIn(fromOther)).toBe(0);
  await other.waitForTimeout(1_500);
  expect(others).toEqual([]);
  await context.close();

  await operator.goto(`/sessions/${sessionId}`);
  const probe = operator.frameLocator('iframe[title="Recorded page"]').locator('.probe');
  await expect(probe).toHaveCSS('color', 'rgb(1, 2, 3)');
  await expect(operator.getByText('style sheets missing')).toHaveCount(0);
  await site.close();
});

test('sheets that could not be sent before the monitor died arrive later; until then the records say so', async ({
  page,
  flavour,
}) => {
  const monitor = await startMonitor();
  const api = await createConsoleApi(monitor.baseUrl, monitor.password);
  const site = await openApiSite(api, hostOf(flavour, monitor.baseUrl, 'later', LINKED), RULES, await createFiles());
  try {
    await page.context().route('**/v1/assets/**', (route) => route.abort());
    const sessionId = await visit(page, site.origin, 3_000);
    await send(api, sessionId);
    const early = await api.recordsWhen(sessionId, 'records without sheets', (all) => missingIn(all) >= 3);
    expect(WORDS.filter((word) => JSON.stringify(early).includes(word))).toEqual([]);
    await monitor.stop('SIGKILL');
    await page.context().unroute('**/v1/assets/**');
    await monitor.restart();
    const later = await createConsoleApi(monitor.baseUrl, monitor.password);
    const whole = await later.recordsWhen(sessionId, 'whole records', (all) => missingIn(all) === 0, 60_000);
    expect(isWhole(whole)).toBe(true);
  } finally {
    await site.close();
    await monitor.close();
  }
});
