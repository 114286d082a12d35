import type { Page } from '@playwright/test';
import { InstructionRow } from '../../monitor/src/api/contract.ts';
import type { ConsoleApi } from '../tools/consoleApi.ts';
import { inPhase, openApiSite, readStatus, type ApiPage, type ApiWindow } from './apiPage.ts';
import { expect, test } from './fixtures.ts';
import { readDevice } from './wiretap.ts';

const RULES = { capture: [{ kinds: ['dom', 'custom', 'pointer', 'page', 'consent'] as const }] } as never;

/** Requests to the monitor's agent routes from now on, from page and worker. */
function listenToWire(page: Page): { paths(): string[]; texts(): string } {
  const seen: { path: string; text: string }[] = [];
  page.context().on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/v1/')) seen.push({ path: pathname, text: request.url() + (request.postData() ?? '') });
  });
  return { paths: () => seen.map(({ path }) => path), texts: () => seen.map(({ text }) => text).join('\n') };
}

const say = (page: Page, state: string) =>
  page.evaluate((wanted) => {
    (window as unknown as ApiWindow).api.consent(wanted);
  }, state);
const isKnown = (api: ConsoleApi, sessionId: string) =>
  api.session(sessionId).then(
    () => true,
    () => false,
  );
const databases = (page: Page) => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
const storedNames = (page: Page) =>
  page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort());

function hostOf(flavour: ApiPage['flavour'], monitor: string, name: string, options: Record<string, string>): ApiPage {
  const early = `rewindow.track('early', { when: 'before' });`;
  return { flavour, app: `consent-${name}-${flavour}`, monitor, options, early };
}

test('where consent is required nothing is stored or said before it; what the page has told keeps its time', async ({
  page,
  monitor,
  api,
  flavour,
}) => {
  const wire = listenToWire(page);
  const host = hostOf(flavour, monitor.baseUrl, 'ask', { consent: 'required' });
  const site = await openApiSite(api, host, RULES);
  await page.goto(site.origin);
  expect((await inPhase(page, 'waiting')).reasons.join(' ')).toContain('consent("granted")');
  await page.click('h1');
  await page.reload();
  await inPhase(page, 'waiting');
  expect([await storedNames(page), await databases(page), wire.paths()]).toEqual([[], [], []]);
  const askedAt = await page.evaluate(() => Date.now());
  await page.waitForTimeout(300);

  await say(page, 'granted');
  const { ids } = await inPhase(page, 'recording');
  const sessionId = ids?.sessionId ?? '';
  await api.sessionWhen(sessionId, 'its summary', () => true);
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });
  const records = await api.recordsWhen(sessionId, 'the early fact', (all) =>
    all.some(({ kind }) => kind === 'custom'),
  );
  expect(records.filter(({ kind }) => kind === 'consent').map(({ data }) => data)).toEqual([{ state: 'granted' }]);
  expect(records.find(({ kind }) => kind === 'custom')?.at).toBeLessThanOrEqual(askedAt);
  await page.reload();
  await inPhase(page, 'recording');
  await site.close();
});

test('withdrawn consent stops every tab, empties the device and the monitor, and nothing follows', async ({
  page,
  monitor,
  api,
  flavour,
}) => {
  const host = hostOf(flavour, monitor.baseUrl, 'withdraw', {});
  const site = await openApiSite(api, host, RULES);
  await page.goto(site.origin);
  const { ids } = await inPhase(page, 'recording');
  const sessionId = ids?.sessionId ?? '';
  const other = await page.context().newPage();
  await other.goto(site.origin);
  await inPhase(other, 'recording');
  await api.sessionWhen(sessionId, 'its summary', () => true);
  // Something is on its way all the time.
  const order = { verb: 'buffer.send', liveMs: 60_000 };
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order });
  await api.recordsWhen(sessionId, 'the beginning', (all) => all.length > 0);
  await page.evaluate(() => {
    const { api: face } = window as unknown as ApiWindow;
    setInterval(() => face.track('tick'), 5);
  });
  await page.waitForTimeout(700);

  const wire = listenToWire(page);
  await say(page, 'withdrawn');
  await inPhase(page, 'declined');
  await inPhase(other, 'declined');
  await expect.poll(() => databases(page)).toEqual([]);
  const key = `rewindow:${host.app}:consent`;
  await expect.poll(() => storedNames(page)).toEqual([key]);
  await expect.poll(() => isKnown(api, sessionId)).toBe(false);

  const before = wire.paths().length;
  await page.waitForTimeout(1_500);
  await page.reload();
  await inPhase(page, 'declined');
  await page.click('h1');
  await page.waitForTimeout(500);
  expect(wire.paths().slice(before)).toEqual([]);
  expect(wire.paths().filter((path) => path !== '/v1/consent')).toEqual([]);
  expect(wire.texts()).not.toContain('tick');
  expect([await storedNames(page), await databases(page)]).toEqual([[key], []]);
  expect(await readDevice(page)).not.toContain(sessionId);
  expect(await isKnown(api, sessionId)).toBe(false);

  // Another decision later is a new session.
  await say(page, 'granted');
  expect((await inPhase(page, 'recording')).ids?.sessionId).not.toBe(sessionId);
  await other.close();
  await site.close();
});

test('Global Privacy Control counts as a refusal by default, Do Not Track by option', async ({
  page,
  monitor,
  api,
  flavour,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
    Object.defineProperty(navigator, 'doNotTrack', { value: '1' });
  });
  const wire = listenToWire(page);
  const visit = async (name: string, options: Record<string, string>, phase: string) => {
    const site = await openApiSite(api, hostOf(flavour, monitor.baseUrl, name, options), RULES);
    await page.goto(site.origin);
    const shown = await inPhase(page, phase);
    await site.close();
    return shown.reasons.join(' ');
  };
  expect(await visit('gpc', {}, 'declined')).toContain('Global Privacy Control');
  const dnt = { honorGlobalPrivacyControl: 'false', honorDoNotTrack: 'true' };
  expect(await visit('dnt', dnt, 'declined')).toContain('Do Not Track');
  expect([wire.paths(), await storedNames(page), await databases(page)]).toEqual([[], [], []]);
  await visit('neither', { honorGlobalPrivacyControl: 'false' }, 'recording');
});

test('a session that is not sampled sleeps, and says so', async ({ page, monitor, api, flavour }) => {
  const site = await openApiSite(api, hostOf(flavour, monitor.baseUrl, 'sample', { sample: '0' }), RULES);
  await page.goto(site.origin);
  expect((await inPhase(page, 'dormant')).reasons.join(' ')).toContain('not among the share');
  await site.close();
  const rules = await openApiSite(api, hostOf(flavour, monitor.baseUrl, 'share', {}), {
    ...(RULES as object),
    sample: 0,
  });
  await page.goto(rules.origin);
  await inPhase(page, 'dormant');
  expect(await databases(page)).toEqual([]);
  await rules.close();
});

test('options that are wrong record nothing, and say what to write', async ({ page, monitor, api, flavour }) => {
  const visit = async (name: string, options: Record<string, string>) => {
    const site = await openApiSite(api, hostOf(flavour, monitor.baseUrl, name, options), RULES);
    await page.goto(site.origin);
    const shown = await inPhase(page, name === 'mask' ? 'starting' : 'idle');
    await expect.poll(async () => (await readStatus(page))?.reasons.length).toBeGreaterThan(0);
    await site.close();
    return [...shown.reasons, ...((await readStatus(page))?.reasons ?? [])].join(' ');
  };
  expect(await visit('consent', { consent: 'requierd' })).toContain('required or assumed');
  expect(await visit('portion', { sample: 'many' })).toContain('from 0 to 1');
  expect(await visit('mask', { mask: 'everything' })).toContain('inputs, text or all');
});
