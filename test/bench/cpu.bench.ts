import type { Browser, CDPSession } from '@playwright/test';
import { kb, median, ms, say, span, times } from './figures.ts';
import { readBuffered, bench, type Stage } from './stage.ts';
import { checkVariant, insertVariant, LABELS, routePlain, VARIANTS, type Variant } from './variants.ts';
import { runWorkload, WORKLOAD_PAGE, WORKLOADS, type WorkloadName } from './workloads.ts';

/** A multiple of the number of variants, so that each has each place in the order equally often. */
const ROUND_COUNT = 5;
/** Starting and work that was put off belong to the price; both are given this long, with and without the agent. */
const SETTLE_MS = 1_500;

interface Spent {
  /** CPU time of all tasks of the page's main thread. */
  mainMs: number;
  /** CPU time of the page's process: main thread, worker, collecting of garbage. */
  processMs: number;
}

interface Measured {
  start: Spent;
  work: Record<WorkloadName, Spent>;
  /** What was recorded: as it left the page, or as it lies on the device. */
  bytes: number;
  /** Of the page's heap after collecting garbage. */
  heapBytes: number;
  /** Times that the recorder made itself coarser. */
  reducedCount: number;
}

bench('CPU, bytes and heap of a page: starting the agent, and five workloads', async ({ browser, stage }) => {
  bench.setTimeout(30 * 60_000);
  const rounds: Record<Variant, Measured>[] = [];
  for (let round = 0; round <= ROUND_COUNT; round += 1) {
    // Taken in turns, so that a noisy minute hits all of them. The first round only warms up.
    const measured: Partial<Record<Variant, Measured>> = {};
    const shift = round % VARIANTS.length;
    const order = [...VARIANTS.slice(shift), ...VARIANTS.slice(0, shift)];
    for (const variant of order) measured[variant] = await measure(browser, stage, variant);
    if (round > 0) rounds.push(measured as Record<Variant, Measured>);
  }
  for (const workload of WORKLOADS) report(`main thread, ${workload}`, rounds, ({ work }) => work[workload].mainMs);
  report('main thread, all workloads', rounds, ({ work }) => total(work, 'mainMs'));
  report('whole process, all workloads', rounds, ({ work }) => total(work, 'processMs'));
  report('main thread, starting', rounds, ({ start }) => start.mainMs);
  say('recorded, and heap left', 'bytes', 'over plain rrweb', 'heap', 'coarser');
  for (const variant of VARIANTS) {
    const bytes = median(rounds.map((round) => round[variant].bytes));
    const heap = median(rounds.map((round) => round[variant].heapBytes));
    const share = median(rounds.map((round) => round[variant].bytes / round.plain.bytes));
    const reduced = median(rounds.map((round) => round[variant].reducedCount));
    say(`  ${LABELS[variant]}`, kb(bytes), times(share), kb(heap), `${String(reduced)} times`);
  }
});

function total(work: Measured['work'], what: keyof Spent): number {
  return WORKLOADS.reduce((sum, name) => sum + work[name][what], 0);
}

/** Ratios are taken within each round: to the same round's page without anything, and to that with plain rrweb. */
function report(title: string, rounds: Record<Variant, Measured>[], spentOf: (measured: Measured) => number): void {
  say(title, 'median', 'over without', 'over plain rrweb', 'from – to');
  for (const variant of VARIANTS) {
    const spent = rounds.map((round) => spentOf(round[variant]));
    const extra = rounds.map((round) => spentOf(round[variant]) - spentOf(round.none));
    const ratios = rounds.map((round) => spentOf(round[variant]) / spentOf(round.plain));
    say(
      `  ${LABELS[variant]}`,
      ms(median(spent)),
      ms(median(extra)),
      times(median(ratios)),
      span(ratios, (ratio) => ratio.toFixed(2)),
    );
  }
}

async function measure(browser: Browser, stage: Stage, variant: Variant): Promise<Measured> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const posted = await routePlain(page);
    await page.route('**/bench', (route) => route.fulfill({ contentType: 'text/html', body: WORKLOAD_PAGE }));
    await page.goto(`${stage.monitor.baseUrl}/bench`);
    const cdp = await context.newCDPSession(page);
    // Ticks of the thread count its work only, not what else the machine does meanwhile.
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    let last = await readSpent(cdp);
    const lap = async (): Promise<Spent> => {
      await page.waitForTimeout(SETTLE_MS);
      const now = await readSpent(cdp);
      const spent = { mainMs: now.mainMs - last.mainMs, processMs: now.processMs - last.processMs };
      last = now;
      return spent;
    };
    await insertVariant(page, variant);
    const start = await lap();
    const work: Partial<Measured['work']> = {};
    for (const workload of WORKLOADS) {
      await runWorkload(page, workload);
      work[workload] = await lap();
    }
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    const bytes = variant === 'full' || variant === 'dom' ? await readBuffered(page) : posted.bytes;
    const reducedCount = await checkVariant(stage, page, variant, posted);
    return { start, work: work as Measured['work'], bytes, heapBytes: usedSize, reducedCount };
  } finally {
    await context.close();
  }
}

async function readSpent(cdp: CDPSession): Promise<Spent> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const valueMs = (wanted: string) => (metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN) * 1_000;
  return { mainMs: valueMs('TaskDuration'), processMs: valueMs('ProcessTime') };
}
