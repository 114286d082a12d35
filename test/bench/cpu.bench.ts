import { test, type Browser } from '@playwright/test';
import { waitUntil } from '../tools/waitUntil.ts';
import { median, ms, say, times } from './figures.ts';
import { openStage, type Stage } from './stage.ts';
import { runWorkload, workloadPage } from './workload.ts';

const ROUNDS = 5;
const VARIANTS = ['none', 'dormant', 'full'] as const;
type Variant = (typeof VARIANTS)[number];

interface Measured {
  cpuMs: number;
  sentBytes: number;
  ringBytes: number;
  wallMs: number;
}

test('Main thread: CPU of a scripted workload, with and without the agent (medians)', async ({ browser }) => {
  const stage = await openStage();
  const measured: Record<Variant, Measured[]> = { none: [], dormant: [], full: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    // Taken in turns, so that a noisy minute hits all of them.
    for (const variant of VARIANTS) measured[variant].push(await measure(browser, stage, variant));
  }
  await stage.monitor.close();
  const cpu = (variant: Variant) => median(measured[variant].map(({ cpuMs }) => cpuMs));
  for (const variant of VARIANTS) say(variant, ms(cpu(variant)), times(cpu(variant) / cpu('none')));
  const full = measured.full;
  const perMinute = (bytes: number, wallMs: number) => `${(((bytes / wallMs) * 60_000) / 1_000).toFixed(0)} KB`;
  say(
    'buffered per minute of it (gzip)',
    median(full.map(({ ringBytes, wallMs }) => (ringBytes / wallMs) * 60)).toFixed(0) + ' KB',
  );
  say(
    'sent per minute of it, unasked',
    perMinute(median(full.map(({ sentBytes }) => sentBytes)), median(full.map(({ wallMs }) => wallMs))),
  );
});

async function measure(browser: Browser, { monitor, api }: Stage, variant: Variant): Promise<Measured> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const tag = `<script src="/agent/rewindow.js" data-app="${variant}" async></script>`;
  await page.route('**/bench', (route) =>
    route.fulfill({ contentType: 'text/html', body: workloadPage(variant === 'none' ? '' : tag) }),
  );
  let sentBytes = 0;
  page.on('request', (request) => {
    if (request.url().includes('/v1/')) sentBytes += request.url().length + (request.postDataBuffer()?.length ?? 0);
  });
  await page.goto(`${monitor.baseUrl}/bench`);
  if (variant === 'full') await page.waitForRequest((request) => request.url().includes('/v1/summaries'));
  await page.waitForTimeout(1_000);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const cpuMs = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
  };
  const [startedAt, before] = [Date.now(), await cpuMs()];
  await page.evaluate(runWorkload);
  // Work that was put off belongs to the price.
  await page.waitForTimeout(2_000);
  const [wallMs, after] = [Date.now() - startedAt, await cpuMs()];
  const ringBytes = variant === 'full' ? await readRing(api, page) : 0;
  await context.close();
  return { cpuMs: after - before, sentBytes, ringBytes, wallMs };
}

async function readRing(api: Stage['api'], page: import('@playwright/test').Page): Promise<number> {
  const stored = await page.evaluate(() => localStorage.getItem('rewindow:full:session'));
  const sessionId = /"id":"([^"]+)"/.exec(stored ?? '')?.[1] ?? '';
  return waitUntil('a summary with the ring', async () => {
    const { summaries } = await api.session(sessionId);
    const bytes = Math.max(0, ...summaries.map(({ ring }) => ring.bytes));
    return bytes > 0 ? bytes : undefined;
  });
}
