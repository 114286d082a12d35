import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import * as v from 'valibot';
import { ADDRESS } from '../e2e/shop.ts';
import { readArchived } from './archived.ts';
import { startCountingProxy } from './countingProxy.ts';
import { kb, say, times } from './figures.ts';
import { bench, handOver, type Stage } from './stage.ts';
import { RECORDER } from './variants.ts';

/** How long somebody looks before the next step. */
const PAUSE_MS = 2_500;

for (const flavour of ['shop', 'spa'] as const) {
  bench(
    `Bytes per minute of a visit to the demo's shop (${flavour}), by the demo's own rules`,
    async ({ page, stage }) => {
      const proxy = await startCountingProxy(stage.monitor.baseUrl);
      try {
        const plain = await followByPlainRecorder(page);
        const startedAt = Date.now();
        await visit(page, `${proxy.baseUrl}/demo/${flavour}/`);
        const minutes = minutesSince(startedAt);
        // The last summary may follow 10 s after the last change.
        await page.waitForTimeout(11_000);
        const [unasked, unaskedMinutes] = [proxy.sentBytes(), minutesSince(startedAt)];
        const { archivedBytes, withoutImagesBytes } = await askForAll(stage, page, flavour);
        const packedBytes = plain.reduce((sum, text) => sum + gzipSync(text).length, 0);
        const plainBytes = plain.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
        const line = (label: string, perMinute: number) =>
          say(label, kb(perMinute), times((perMinute * minutes) / archivedBytes));
        say('seconds of the visit', (minutes * 60).toFixed(0));
        line('buffered on the device, gzipped', archivedBytes / minutes);
        line('  without images', withoutImagesBytes / minutes);
        line(
          'sent unasked, heads included',
          [...unasked.values()].reduce((sum, bytes) => sum + bytes, 0) / unaskedMinutes,
        );
        for (const [route, bytes] of unasked) line(`  ${route}`, bytes / unaskedMinutes);
        line('rrweb alone, JSON', plainBytes / minutes);
        line('rrweb alone, each batch gzipped', packedBytes / minutes);
      } finally {
        await page.close();
        await proxy.close();
      }
    },
  );
}

/** A person who finds something, types an address, and stops short of paying. */
async function visit(page: Page, shopUrl: string): Promise<void> {
  await page.goto(shopUrl);
  await look(page);
  for (const name of [/kettle/i, /tent/i]) {
    await page.locator('main').getByRole('link', { name }).first().click();
    await look(page);
    await page.getByRole('button', { name: 'Put into the cart' }).click();
    await page.waitForURL(/\/cart/);
    await look(page);
    await page.goto(shopUrl);
    await look(page);
  }
  await page.goto(`${shopUrl}checkout`);
  for (const [label, value] of Object.entries(ADDRESS)) {
    await page.getByLabel(label).pressSequentially(value, { delay: 80 });
  }
  await page.getByRole('button', { name: 'Continue to delivery' }).click();
  await page.locator('[data-quotes] input[type=radio]').first().check();
  await look(page);
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.getByRole('heading', { name: 'How do you pay?' }).waitFor();
  await look(page);
}

async function look(page: Page): Promise<void> {
  await page.mouse.move(200, 150);
  await page.mouse.move(600, 400, { steps: 20 });
  await page.mouse.wheel(0, 300);
  await page.waitForTimeout(PAUSE_MS);
}

/** rrweb's recorder beside the agent: what it records in each half second, as JSON. */
async function followByPlainRecorder(page: Page): Promise<string[]> {
  const batches: string[] = [];
  let isNew = true;
  await page.exposeBinding('plainEvent', (_source, text: string) => {
    if (isNew) setTimeout(() => (isNew = true), 500);
    if (isNew) batches.push(text);
    else batches.push(`${batches.pop() ?? ''},${text}`);
    isNew = false;
  });
  await page.addInitScript(`${await readFile(RECORDER, 'utf8')};(${String(recordIntoBinding)})()`);
  return batches;
}

/** Runs in the page. */
function recordIntoBinding(): void {
  const { rrwebRecord, plainEvent } = window as unknown as {
    rrwebRecord: { record(options: object): void };
    plainEvent(text: string): void;
  };
  rrwebRecord.record({ maskAllInputs: true, emit: (event: unknown) => plainEvent(JSON.stringify(event)) });
}

function minutesSince(startedAt: number): number {
  return (Date.now() - startedAt) / 60_000;
}

/** Bytes of all segments of the visit, and of what else is in them than images. Throws where what was recorded is not the visit. */
async function askForAll({ api, monitor }: Stage, page: Page, flavour: 'shop' | 'spa') {
  const stored = v.parse(v.pipe(v.string(), v.parseJson(), v.object({ id: v.string() })), await readSession(page));
  const { session } = await handOver(api, stored.id);
  const records = await api.records(stored.id);
  const kinds = ['dom', 'input', 'pointer', 'scroll', 'navigation', 'mark', 'tile'];
  // The shop of many pages works without requests of its own until the payment.
  for (const kind of flavour === 'spa' ? [...kinds, 'network'] : kinds) {
    if (!records.some((record) => record.kind === kind)) throw new Error(`no record of the kind ${kind}`);
  }
  const segments = await readArchived(monitor.dataDir, stored.id);
  const withoutImages = segments.map((segment) => segment.records.filter(({ kind }) => kind !== 'tile'));
  const withoutImagesBytes = withoutImages.reduce((sum, some) => sum + gzipSync(JSON.stringify(some)).length, 0);
  return { archivedBytes: session.archivedBytes, withoutImagesBytes };
}

function readSession(page: Page): Promise<string | null> {
  return page.evaluate(() => localStorage.getItem('rewindow:demo:session'));
}
