import { InstructionRow } from '../../monitor/src/api/contract.ts';
import { launchChromium } from '../tools/killableChromium.ts';
import { expect, shopUrlOf, test } from './fixtures.ts';
import { createShop } from './shop.ts';
import { startMonitor } from '../tools/monitorProcess.ts';
import { createConsoleApi } from '../tools/consoleApi.ts';

test('a killed browser loses nothing that was captured a moment before', async ({ userDataDir, shopUrl, api }) => {
  const first = await launchChromium(userDataDir);
  const page = await first.context.newPage();
  const shop = createShop(page, shopUrl);
  await shop.open();
  await shop.putIntoCart(/kettle/i);
  const sessionId = await shop.sessionId();
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('p'), { textContent: 'written before the end' }));
  });
  // Longer than the half second that records travel together, and the moment that storing takes.
  await page.waitForTimeout(3_000);
  await first.kill();

  const second = await launchChromium(userDataDir);
  try {
    const again = createShop(await second.context.newPage(), shopUrl);
    await again.open();
    // Whether the browser had written its local storage or not: the session's part of the ring is there.
    await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });
    const records = await api.recordsWhen(sessionId, 'what was captured before the kill', (all) =>
      JSON.stringify(all.filter(({ kind }) => kind === 'dom')).includes('written before the end'),
    );
    expect(records.some(({ kind, data }) => kind === 'custom' && data['name'] === 'cart.add')).toBe(true);
    const { pages } = await api.session(sessionId);
    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([]);
  } finally {
    await second.close();
  }
});

test('while the monitor is away the page works and keeps everything; it is sent later, once', async ({
  browser,
  flavour,
}) => {
  const monitor = await startMonitor();
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const shop = createShop(page, shopUrlOf(monitor, flavour));
    await shop.open();
    await shop.putIntoCart(/kettle/i);
    const sessionId = await shop.sessionId();
    await (await createConsoleApi(monitor.baseUrl, monitor.password)).sessionWhen(sessionId, 'the summary');
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await monitor.stop('SIGKILL');
    for (let count = 0; count < 20; count += 1) await page.mouse.click(5, 5 + count);
    await monitor.restart();
    const api = await createConsoleApi(monitor.baseUrl, monitor.password);
    await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, {
      order: { verb: 'buffer.send' },
      ttlMs: 120_000,
    });
    const records = await api.recordsWhen(
      sessionId,
      'clicks that were made while the monitor was away',
      (all) => all.filter(({ kind, data }) => kind === 'pointer' && data['type'] === 'click').length >= 20,
      80_000,
    );
    const keys = records.map(({ pageId, sequence }) => `${pageId}/${String(sequence)}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(errors).toEqual([]);
  } finally {
    await context.close();
    await monitor.close();
  }
});

test('two tabs are one session; both are sent', async ({ context, page, shopUrl, api }) => {
  const one = createShop(page, shopUrl);
  await one.open();
  const other = createShop(await context.newPage(), shopUrl);
  await other.open();
  const sessionId = await one.sessionId();
  expect(await other.sessionId()).toBe(sessionId);
  // The worker is started with what listens.
  for (const shop of [one, other]) await expect.poll(() => shop.page.workers().length).toBe(1);
  await other.page.mouse.click(10, 10);
  await one.page.bringToFront();
  await one.page.mouse.click(20, 20);
  await other.page.bringToFront();
  await api.sessionWhen(sessionId, 'the summaries of both pages', ({ summaries }) => summaries.length >= 2);
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });
  const records = await api.recordsWhen(
    sessionId,
    'records of both tabs',
    (all) => new Set(all.filter(({ kind }) => kind === 'pointer').map(({ tabId }) => tabId)).size === 2,
  );
  expect(new Set(records.map(({ pageId }) => pageId)).size).toBeGreaterThanOrEqual(2);
});
