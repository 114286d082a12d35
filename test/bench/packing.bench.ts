import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import * as v from 'valibot';
import { readArchived } from './archived.ts';
import { cardsOf } from './cards.ts';
import { kb, say, times } from './figures.ts';
import { whenRecorded } from './recorded.ts';
import { isChosen } from './rounds.ts';
import { bench, handOver, type Stage } from './stage.ts';
import { checkVariant, insertVariant, routePlain } from './variants.ts';
import { runWorkload, WORKLOAD_PAGE, WORKLOADS, type WorkloadName } from './workloads.ts';

const SETTLE_MS = 1_500;
/** A large page is told bit by bit. */
const TOLD_MS = 8_000;

interface Visit {
  name: string;
  html: string;
  workloads: readonly WorkloadName[];
}

const VISITS: readonly Visit[] = [
  { name: 'nothing', html: WORKLOAD_PAGE, workloads: [] },
  ...WORKLOADS.map((name) => ({ name, html: WORKLOAD_PAGE, workloads: [name] })),
  { name: 'all workloads', html: WORKLOAD_PAGE, workloads: WORKLOADS },
  ...[10_000, 50_000].map((count) => ({ name: `cards${String(count)}`, html: cardsOf(count), workloads: [] })),
];

interface Sizes {
  /** As JSON. */
  plainBytes: number;
  gzippedBytes: number;
}

bench('Bytes of a page that is recorded, gzip against gzip', async ({ browser, stage }) => {
  say('from the start of the page', 'rrweb, JSON', 'rrweb, gzipped', 'segments', 'of rrweb, gzipped', 'segments, JSON');
  for (const visit of VISITS.filter(({ name }) => isChosen(name))) {
    const [plain, full] = [await measure(browser, stage, visit, 'plain'), await measure(browser, stage, visit, 'full')];
    const share = times(full.gzippedBytes / plain.gzippedBytes);
    const cells = [kb(plain.plainBytes), kb(plain.gzippedBytes), kb(full.gzippedBytes), share, kb(full.plainBytes)];
    say(`  ${visit.name}`, ...cells);
  }
});

async function measure(
  browser: Browser,
  stage: Stage,
  { html, workloads }: Visit,
  variant: 'plain' | 'full',
): Promise<Sizes> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const posted = await routePlain(page);
    await page.route('**/bench', (route) => route.fulfill({ contentType: 'text/html', body: html }));
    await page.goto(`${stage.monitor.baseUrl}/bench`);
    await insertVariant(page, variant);
    await whenRecorded(page, variant, posted);
    await page.waitForTimeout(html === WORKLOAD_PAGE ? SETTLE_MS : TOLD_MS);
    for (const workload of workloads) {
      await runWorkload(page, workload);
      await page.waitForTimeout(SETTLE_MS);
    }
    if (workloads.length === WORKLOADS.length) await checkVariant(stage, page, variant, posted);
    if (variant === 'plain') return sizesOf(posted.texts.map((text) => [text, gzipSync(text).length]));
    const { ids } = v.parse(Named, await page.evaluate('rewindow.status()'));
    await handOver(stage.api, ids.sessionId);
    const segments = await readArchived(stage.monitor.dataDir, ids.sessionId);
    return sizesOf(segments.map(({ records, bytes }) => [JSON.stringify(records), bytes]));
  } finally {
    await context.close();
  }
}

function sizesOf(parts: [text: string, gzippedBytes: number][]): Sizes {
  return {
    plainBytes: parts.reduce((sum, [text]) => sum + Buffer.byteLength(text), 0),
    gzippedBytes: parts.reduce((sum, [, bytes]) => sum + bytes, 0),
  };
}

const Named = v.object({ ids: v.object({ sessionId: v.string() }) });
