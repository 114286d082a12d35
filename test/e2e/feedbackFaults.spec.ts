import type { Page, Route } from '@playwright/test';
import { PublishReply } from '../../monitor/src/api/contract.ts';
import { createConsoleApi } from '../tools/consoleApi.ts';
import { startMonitor } from '../tools/monitorProcess.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { inPhase } from './apiPage.ts';
import { expect, namesOf, steer, test, type Rules } from './capabilities/steeredPage.ts';
import { shopUrlOf } from './fixtures.ts';
import { createShop } from './shop.ts';

/** The channel under faults: whatever the monitor does, the page works, keeps its rules, and hears the next instruction. */
const RULES: Rules = { capture: [{ kinds: ['custom', 'console'] }] };
const HOLD = { order: { verb: 'buffer.hold' as const, forMs: 1_000 } };

const FEEDBACK = /\/v1\/feedback/;
const FAULTS: Record<string, (route: Route) => Promise<void>> = {
  'drops connections': (route) => route.abort('connectionreset'),
  'answers with errors': (route) => route.fulfill({ status: 503, headers: { 'retry-after': '1' } }),
  'answers with garbage': (route) => route.fulfill({ contentType: 'application/json', body: '{"serverAt":1}\n}{"cu' }),
  'answers with a page': (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>Sign in' }),
};

for (const mode of ['stream', 'held', 'polling']) {
  test(`${mode}: drops, errors, garbage and another server's page are outlived`, async ({ open }) => {
    const site = await open(RULES, { options: { feedback: mode } });
    const wrongs = watch(site.page);
    for (const fault of Object.values(FAULTS)) {
      let count = 0;
      await site.page.route(FEEDBACK, async (route) => {
        count += 1;
        await fault(route);
      });
      // What is held now ends, and asking anew meets the fault.
      await site.page.evaluate(() => {
        dispatchEvent(new Event('online'));
      });
      await expect.poll(() => count).toBeGreaterThan(0);
      await site.page.unroute(FEEDBACK);
    }
    expect((await site.status()).phase).toBe('recording');
    await site.page.evaluate(() => {
      dispatchEvent(new Event('online'));
    });
    expect((await site.carryOut(HOLD)).outcome).toBe('applied');
    expect(wrongs).toEqual([]);
  });
}

test('a monitor that answers slowly holds nothing up', async ({ open }) => {
  const site = await open(RULES);
  await site.page.route(FEEDBACK, () => undefined);
  await site.page.reload();
  await inPhase(site.page, 'recording');
  await site.track('while the monitor thinks');
  await site.page.unroute(FEEDBACK);
  await site.page.evaluate(() => {
    dispatchEvent(new Event('online'));
  });
  expect(namesOf(await site.everything())).toContain('while the monitor thinks');
});

test('a monitor that is killed and comes back is heard again', async ({ browser, flavour }) => {
  const monitor = await startMonitor();
  const context = await browser.newContext();
  try {
    const shop = createShop(await context.newPage(), shopUrlOf(monitor, flavour));
    await shop.open();
    const sessionId = await shop.sessionId();
    await (await createConsoleApi(monitor.baseUrl, monitor.password)).sessionWhen(sessionId, 'the summary');
    await monitor.stop('SIGKILL');
    await monitor.restart();
    const api = await createConsoleApi(monitor.baseUrl, monitor.password);
    const handed = { page: shop.page, context, api, app: 'demo', origin: monitor.baseUrl, sessionId };
    expect((await steer(handed).carryOut(HOLD, { ttlMs: 120_000 })).outcome).toBe('applied');
  } finally {
    await context.close();
    await monitor.close();
  }
});

test('an old revision is refused, and the newer one stays', async ({ open, api }) => {
  const site = await open(RULES, { options: { feedback: 'polling' } });
  const old = await keepAnswer(site.page);
  const hash = await site.publish({ ...RULES, buffer: { minutes: 5 } });
  await site.page.route(FEEDBACK, async (route) => {
    const response = await route.fetch();
    const body: unknown = response.status() === 200 ? await response.json() : {};
    await route.fulfill({ contentType: 'application/json', body: JSON.stringify({ ...Object(body), rules: old }) });
  });
  await site.page.reload();
  await inPhase(site.page, 'recording');
  await expect.poll(async () => (await site.status()).reasons.join(' ')).toContain('a newer rule set already');
  expect((await site.status()).rules?.hash).toBe(hash);
  await site.page.unroute(FEEDBACK);
  expect((await site.carryOut(HOLD)).outcome).toBe('applied');
  expect((await api.session(site.sessionId)).session.app).toBe(site.app);
});

test('a rule set under which pages die is put away, and the one before it is used', async ({ open, api }) => {
  const site = await open(RULES);
  // Pages end without a word, as those do that crash.
  await site.context.addInitScript(() => {
    addEventListener('visibilitychange', (event) => event.stopImmediatePropagation(), true);
  });
  await site.page.reload();
  await inPhase(site.page, 'recording');
  const { rules: good } = await site.status();
  // Confirmed: it has lived for a while.
  await site.page.waitForTimeout(12_000);
  const text = JSON.stringify({ version: 1, name: 'poison', ...RULES, buffer: { minutes: 7 } });
  const { hash } = await api.post(`/v1/apps/${site.app}/rules`, PublishReply, { text });
  await waitUntil('the new rule set', async () => ((await site.status()).rules?.hash === hash ? true : undefined));
  for (let count = 0; count < 5; count += 1) {
    await site.page.reload();
    await inPhase(site.page, 'recording');
  }
  await expect.poll(async () => (await site.status()).rules?.hash).toBe(good?.hash);
  // The monitor offers it to each page anew, and each refuses it.
  await expect.poll(async () => (await site.status()).reasons.join(' ')).toContain('have not survived this rule set');
  expect((await site.status()).rules?.hash).toBe(good?.hash);
});

test('every instruction of a busy minute is carried out at most once, and none is lost, over tabs and reloads', async ({
  open,
  api,
}) => {
  test.setTimeout(180_000);
  const site = await open(RULES);
  const second = await site.context.newPage();
  await second.goto(site.origin);
  await inPhase(second, 'recording');
  const ids: string[] = [];
  const pages = [site.page, second];
  for (let count = 0; count < 12; count += 1) {
    const order = { verb: 'assist.message' as const, title: `Message ${String(count)}`, text: 'once' };
    ids.push(await site.order({ order }));
    const page = pages[count % 2];
    // At another moment of its life each time: on its way, claimed, carried out, acknowledged.
    await page?.waitForTimeout((count * 37) % 190);
    await page?.reload();
  }
  for (const page of pages) await inPhase(page, 'recording');
  const words = await waitUntil(
    'all to be acknowledged',
    async () => {
      const rows = (await api.instructions(site.sessionId)).filter(({ id }) => ids.includes(id));
      return rows.every(({ acknowledgements }) => acknowledgements.length > 0) ? rows : undefined;
    },
    { timeoutMs: 60_000 },
  );
  expect(words).toHaveLength(ids.length);
  for (const { acknowledgements } of words) {
    expect(acknowledgements).toHaveLength(1);
    expect(['applied', 'failed interrupted', 'failed page_hidden']).toContain(
      [acknowledgements[0]?.outcome, acknowledgements[0]?.code].filter(Boolean).join(' '),
    );
  }
});

/** The rule set that the page's monitor gives it now. */
async function keepAnswer(page: Page): Promise<unknown> {
  const answered = page.waitForResponse(
    (response) => FEEDBACK.test(response.url()) && response.status() === 200 && !response.url().includes('rules='),
  );
  await page.evaluate(() => {
    for (const name of Object.keys(localStorage)) if (name.endsWith(':rules')) localStorage.removeItem(name);
  });
  await page.reload();
  const body: unknown = await (await answered).json();
  await inPhase(page, 'recording');
  return typeof body === 'object' && body !== null && 'rules' in body ? body.rules : undefined;
}

function watch(page: Page): string[] {
  const wrongs: string[] = [];
  page.on('pageerror', ({ message }) => wrongs.push(message));
  page.on('console', (line) => {
    if (/rewindow/i.test(line.text()) && !line.text().includes('Failed to load resource')) wrongs.push(line.text());
  });
  return wrongs;
}
