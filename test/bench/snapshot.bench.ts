import type { Browser, Page } from '@playwright/test';
import * as v from 'valibot';
import { cardsOf } from './cards.ts';
import { median, ms, say, span, times } from './figures.ts';
import { traceLongest, type LongestTask } from './mainThread.ts';
import { whenRecorded } from './recorded.ts';
import { isChosen, roundsOr } from './rounds.ts';
import { bench, handOver, type Stage } from './stage.ts';
import { insertVariant, routePlain, SHORT_LABELS, type Posted, type Variant } from './variants.ts';

const NODE_COUNTS = [1_000, 10_000, 50_000, 150_000];
const SPEEDS = [1, 4];
const ROUND_COUNT = 3;
const COMPARED: readonly Variant[] = ['none', 'plain', 'full'];
/** What was put off until after the first checkpoint is done when the main thread does little for so long. */
const QUIET_MS = 1_000;
const QUIET_SHARE = 0.04;

interface Measured extends LongestTask {
  /** Of the whole main thread. */
  totalMs: number;
}

bench('The first checkpoint of a page: longest task, and CPU of the main thread', async ({ browser, stage }) => {
  bench.setTimeout(40 * 60_000);
  for (const speed of SPEEDS) {
    const title = speed === 1 ? 'as fast as the machine is' : `${String(speed)} times slower`;
    say(title, 'longest task', 'from – to', 'its CPU at most', 'over plain rrweb', 'CPU', 'over plain rrweb');
    for (const nodeCount of NODE_COUNTS.filter((count) => isChosen(String(count)))) {
      const rounds: Record<string, Measured[]> = {};
      for (let round = 0; round < roundsOr(ROUND_COUNT); round += 1) {
        for (const variant of COMPARED)
          (rounds[variant] ??= []).push(await measure(browser, stage, { nodeCount, speed, variant }));
      }
      const plain = middleOf(rounds['plain'] ?? []);
      for (const variant of COMPARED) {
        const measured = rounds[variant] ?? [];
        const { wallMs, cpuMs, totalMs } = middleOf(measured);
        const label = `  ${nodeCount.toLocaleString('en')} nodes, ${SHORT_LABELS[variant]}`;
        const walls = span(
          measured.map((one) => one.wallMs),
          (value) => value.toFixed(0),
        );
        const shares = [times(cpuMs / plain.cpuMs), ms(totalMs), times(totalMs / plain.totalMs)];
        say(label, ms(wallMs), walls, ms(cpuMs), ...shares);
      }
    }
  }
});

/** The medians of all rounds: one task that something else of the machine has held up says nothing. */
function middleOf(rounds: readonly Measured[]): Measured {
  const middle = (of: (measured: Measured) => number) => median(rounds.map(of));
  return {
    wallMs: middle(({ wallMs }) => wallMs),
    cpuMs: middle(({ cpuMs }) => cpuMs),
    totalMs: middle(({ totalMs }) => totalMs),
  };
}

async function measure(
  browser: Browser,
  stage: Stage,
  { nodeCount, speed, variant }: { nodeCount: number; speed: number; variant: Variant },
): Promise<Measured> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const posted = await routePlain(page);
    await page.route('**/bench', (route) => route.fulfill({ contentType: 'text/html', body: cardsOf(nodeCount) }));
    await page.goto(`${stage.monitor.baseUrl}/bench`);
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: speed });
    const readCpu = async () => {
      const { metrics } = await cdp.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
    };
    const before = await readCpu();
    const longest = await traceLongest(browser, page, async () => {
      await insertVariant(page, variant);
      await whenRecorded(page, variant, posted);
      await whenQuiet(page, readCpu, speed);
    });
    const totalMs = (await readCpu()) - before;
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await checkCheckpoint(stage, page, { variant, posted, nodeCount: await page.evaluate(countNodes) });
    return { ...longest, totalMs };
  } finally {
    await context.close();
  }
}

/** A checkpoint that is told bit by bit goes on after its first record. */
async function whenQuiet(page: Page, readCpu: () => Promise<number>, speed: number): Promise<void> {
  for (let before = await readCpu(), tries = 0; tries < 120; tries += 1) {
    await page.waitForTimeout(QUIET_MS);
    const now = await readCpu();
    if (now - before < QUIET_MS * QUIET_SHARE * speed) return;
    before = now;
  }
  throw new Error('the main thread is never quiet');
}

/** Throws where nodes of the page are not in the recording. */
async function checkCheckpoint(
  { api }: Stage,
  page: Page,
  { variant, posted, nodeCount }: { variant: Variant; posted: Posted; nodeCount: number },
): Promise<void> {
  if (variant === 'none') return;
  const texts = variant === 'plain' ? posted.texts : await readDom(api, page);
  // Each node says its number once, whether within its parent or on its own.
  const count = texts.reduce((sum, text) => sum + text.split('"id":').length - 1, 0);
  if (count < nodeCount) throw new Error(`${String(count)} of ${String(nodeCount)} nodes were recorded by ${variant}`);
}

async function readDom(api: Stage['api'], page: Page): Promise<string[]> {
  const status = v.parse(Named, await page.evaluate('rewindow.status()'));
  await handOver(api, status.ids.sessionId);
  const records = await api.records(status.ids.sessionId);
  return records.filter(({ kind }) => kind === 'dom').map(({ data }) => JSON.stringify(data));
}

/** Runs in the page: all that stood there before the script came. */
function countNodes(): number {
  return document.evaluate('count(//body//node())', document).numberValue;
}

const Named = v.object({ ids: v.object({ sessionId: v.string() }) });
