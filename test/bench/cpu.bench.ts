import type { Browser, CDPSession } from '@playwright/test';
import { median, ms, say, span, times } from './figures.ts';
import { bench, type Stage } from './stage.ts';
import { checkVariant, insertVariant, LABELS, routePlain, VARIANTS, type Variant } from './variants.ts';
import { runWorkload, WORKLOAD, WORKLOAD_PAGE } from './workload.ts';

/** A multiple of the number of variants, so that each has each place in the order equally often. */
const ROUND_COUNT = 8;
/** Starting and work that was put off belong to the price; both are given this long, with and without the agent. */
const SETTLE_MS = 2_000;

interface Spent {
  /** CPU time of all tasks of the page's main thread. */
  mainMs: number;
  /** CPU time of the page's process: main thread, worker, collecting of garbage. */
  processMs: number;
}

interface Measured {
  start: Spent;
  work: Spent;
}

bench('CPU of a page: starting the agent, and a scripted workload', async ({ browser, stage }) => {
  const rounds: Record<Variant, Measured>[] = [];
  for (let round = 0; round <= ROUND_COUNT; round += 1) {
    // Taken in turns, so that a noisy minute hits all of them. The first round only warms up.
    const measured: Partial<Record<Variant, Measured>> = {};
    const shift = round % VARIANTS.length;
    const order = [...VARIANTS.slice(shift), ...VARIANTS.slice(0, shift)];
    for (const variant of order) measured[variant] = await measure(browser, stage, variant);
    if (round > 0) rounds.push(measured as Record<Variant, Measured>);
  }
  report('main thread, workload', rounds, ({ work }) => work.mainMs);
  report('whole process, workload', rounds, ({ work }) => work.processMs);
  say('main thread, starting', 'median', 'over without');
  for (const variant of VARIANTS) {
    const startMs = median(rounds.map((round) => round[variant].start.mainMs));
    const extraMs = median(rounds.map((round) => round[variant].start.mainMs - round.none.start.mainMs));
    say(`  ${LABELS[variant]}`, ms(startMs), ms(extraMs));
  }
});

/** Ratios are taken within each round, to the same round's page without anything. */
function report(title: string, rounds: Record<Variant, Measured>[], spentOf: (measured: Measured) => number): void {
  say(title, 'median', 'ratio', 'ratio from – to');
  for (const variant of VARIANTS) {
    const ratios = rounds.map((round) => spentOf(round[variant]) / spentOf(round.none));
    const spent = rounds.map((round) => spentOf(round[variant]));
    say(
      `  ${LABELS[variant]}`,
      ms(median(spent)),
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
    const before = await readSpent(cdp);
    await insertVariant(page, variant);
    await page.waitForTimeout(SETTLE_MS);
    const started = await readSpent(cdp);
    await page.evaluate(runWorkload, WORKLOAD);
    await page.waitForTimeout(SETTLE_MS);
    const worked = await readSpent(cdp);
    await checkVariant(stage, page, variant, posted);
    return { start: difference(started, before), work: difference(worked, started) };
  } finally {
    await context.close();
  }
}

async function readSpent(cdp: CDPSession): Promise<Spent> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const valueMs = (wanted: string) => (metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN) * 1_000;
  return { mainMs: valueMs('TaskDuration'), processMs: valueMs('ProcessTime') };
}

function difference(after: Spent, before: Spent): Spent {
  return { mainMs: after.mainMs - before.mainMs, processMs: after.processMs - before.processMs };
}
