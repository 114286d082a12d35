import type { Browser, CDPSession, Page } from '@playwright/test';
import { churn } from './churn.ts';
import { kb, say, times } from './figures.ts';
import { checkRecorded, whenRecorded } from './recorded.ts';
import { minutesOr } from './rounds.ts';
import { bench, type Stage } from './stage.ts';
import { insertVariant, LABELS, routePlain, type Posted, type Variant } from './variants.ts';

const COMPARED: readonly Variant[] = ['none', 'plain', 'full'];
const MINUTES = 10;
const SAMPLE_COUNT = 5;
const PAGE = `<!doctype html><html><head><meta charset="utf-8"><title>Churn</title></head>
<body><input id="field"><div id="place"></div></body></html>`;

/** Of a page after collecting garbage. */
interface Sample {
  heapBytes: number;
  nodeCount: number;
  listenerCount: number;
}

interface Opened {
  variant: Variant;
  page: Page;
  cdp: CDPSession;
  posted: Posted;
}

const minutes = minutesOr(MINUTES);

bench(`Heap of a page that keeps changing, over ${String(minutes)} minutes`, async ({ browser, stage }) => {
  bench.setTimeout((minutes + 5) * 60_000);
  const opened: Opened[] = [];
  try {
    for (const variant of COMPARED) opened.push(await open(browser, stage, variant));
    const running = opened.map(({ page }) => page.evaluate(churn, minutes * 60_000));
    const samples = new Map<Variant, Sample[]>(COMPARED.map((variant) => [variant, []]));
    for (let count = 0; count < SAMPLE_COUNT; count += 1) {
      // The last one a little before the end, so that all are taken of a page that still changes.
      await opened[0]?.page.waitForTimeout((minutes * 60_000) / SAMPLE_COUNT - 1_000);
      for (const { variant, cdp } of opened) samples.get(variant)?.push(await sample(cdp));
    }
    await Promise.all(running);
    const label = (_: unknown, count: number) => `${(((count + 1) / SAMPLE_COUNT) * minutes).toFixed(1)} min`;
    const heads = Array.from({ length: SAMPLE_COUNT }, label);
    say('JavaScript heap', ...heads, 'last over first', 'nodes', 'listeners');
    for (const [variant, taken] of samples) sayGrowth(LABELS[variant], taken);
    for (const { page, variant, posted } of opened) await checkRecorded(page, variant, posted);
  } finally {
    for (const { page } of opened) await page.context().close();
  }
});

function sayGrowth(label: string, taken: readonly Sample[]): void {
  const growth = (of: (sample: Sample) => number) => {
    const [first, last] = [taken[0], taken.at(-1)];
    return times(first && last ? of(last) / of(first) : Number.NaN);
  };
  const heaps = taken.map(({ heapBytes }) => kb(heapBytes));
  const counts = [growth(({ nodeCount }) => nodeCount), growth(({ listenerCount }) => listenerCount + 1)];
  say(
    `  ${label}`,
    ...heaps,
    growth(({ heapBytes }) => heapBytes),
    ...counts,
  );
}

async function open(browser: Browser, { monitor }: Stage, variant: Variant): Promise<Opened> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const posted = await routePlain(page);
  await page.route('**/bench', (route) => route.fulfill({ contentType: 'text/html', body: PAGE }));
  await page.goto(`${monitor.baseUrl}/bench`);
  await insertVariant(page, variant);
  await whenRecorded(page, variant, posted);
  return { variant, page, cdp: await context.newCDPSession(page), posted };
}

async function sample(cdp: CDPSession): Promise<Sample> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  return { heapBytes: usedSize, nodeCount: nodes, listenerCount: jsEventListeners };
}
