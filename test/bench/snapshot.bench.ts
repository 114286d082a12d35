import type { Browser } from '@playwright/test';
import { ms, say, times } from './figures.ts';
import { bench, type Stage } from './stage.ts';
import { insertVariant, LABELS, routePlain, type Variant } from './variants.ts';

const NODE_COUNTS = [1_000, 10_000, 50_000, 150_000];
const SPEEDS = [1, 4];
const COMPARED: readonly Variant[] = ['plain', 'full'];
/** After the first checkpoint: what was put off until then. */
const SETTLE_MS = 2_000;

interface Measured {
  /** Of the tasks that the browser calls long (50 ms and more); 0 where there was none. */
  longestMs: number;
  cpuMs: number;
}

bench('The first checkpoint of a page: longest task, and CPU of the main thread', async ({ browser, stage }) => {
  for (const speed of SPEEDS) {
    say(
      speed === 1 ? 'as fast as the machine is' : `${String(speed)} times slower`,
      'longest task',
      'CPU',
      'over plain rrweb',
    );
    for (const nodeCount of NODE_COUNTS) {
      const results: Partial<Record<Variant, Measured>> = {};
      for (const variant of COMPARED) results[variant] = await measure(browser, stage, { nodeCount, speed, variant });
      for (const variant of COMPARED) {
        const { longestMs, cpuMs } = results[variant] ?? { longestMs: Number.NaN, cpuMs: Number.NaN };
        const longest = longestMs === 0 ? 'below 50 ms' : ms(longestMs);
        const label = `  ${nodeCount.toLocaleString('en')} nodes, ${LABELS[variant]}`;
        say(label, longest, ms(cpuMs), times(cpuMs / (results.plain?.cpuMs ?? Number.NaN)));
      }
    }
  }
});

async function measure(
  browser: Browser,
  { monitor }: Stage,
  { nodeCount, speed, variant }: { nodeCount: number; speed: number; variant: Variant },
): Promise<Measured> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const posted = await routePlain(page);
    await page.route('**/bench', (route) => route.fulfill({ contentType: 'text/html', body: pageOf(nodeCount) }));
    await page.goto(`${monitor.baseUrl}/bench`);
    await page.evaluate(watchLongTasks);
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: speed });
    const readCpu = async () => {
      const { metrics } = await cdp.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
    };
    const before = await readCpu();
    await insertVariant(page, variant);
    const isRecorded =
      variant === 'plain'
        ? () => Promise.resolve(posted.texts.some((text) => text.includes('"type":2')))
        : () => page.evaluate(hasCheckpoint);
    for (let tries = 0; !(await isRecorded()); tries += 1) {
      if (tries > 300) throw new Error(`no checkpoint of ${String(nodeCount)} nodes by ${variant}`);
      await page.waitForTimeout(200);
    }
    await page.waitForTimeout(SETTLE_MS);
    return { longestMs: await page.evaluate(readLongest), cpuMs: (await readCpu()) - before };
  } finally {
    await context.close();
  }
}

/** Cards of ten nodes, eight of them elements, as shops and feeds have them. */
function pageOf(nodeCount: number): string {
  const card = (index: number) =>
    `<article class="card c${String(index % 7)}"><h3 title="Card">Card ${String(index)}</h3><p>Some words on it</p>
<ul><li><a href="/c/${String(index)}">More</a></li></ul><span data-index="${String(index)}"></span></article>`;
  const cards = Array.from({ length: Math.round(nodeCount / 13) }, (_, index) => card(index)).join('');
  return `<!doctype html><html><head><meta charset="utf-8"><title>Cards</title></head>
<body>${cards}</body></html>`;
}

/** These three run in the page. */
function watchLongTasks(): void {
  const longest = { ms: 0 };
  Object.assign(window, { longest });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
  }).observe({ type: 'longtask' });
}

function readLongest(): number {
  return (window as unknown as { longest: { ms: number } }).longest.ms;
}

async function hasCheckpoint(): Promise<boolean> {
  const { rewindow } = window as unknown as { rewindow?: { status?(): Promise<unknown> } };
  const text = JSON.stringify((await rewindow?.status?.()) ?? {});
  const count = /"dom":(\d+)/.exec(text)?.[1];
  return Number(count ?? 0) >= 2;
}
