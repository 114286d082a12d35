import { test } from '@playwright/test';
import { median, say, times } from './figures.ts';
import { openStage } from './stage.ts';

test('Ring: records stored per second in IndexedDB (medians of 3)', async ({ page }) => {
  const stage = await openStage();
  await page.route('**/bench', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Ring</title>' }),
  );
  await page.goto(`${stage.monitor.baseUrl}/bench`);
  const results: { plain: number; ring: number }[] = [];
  for (let round = 0; round < 3; round += 1) {
    const plain = await page.evaluate(writePlainly);
    const ring = await page.evaluate(writeToRing);
    results.push({ plain, ring });
  }
  await stage.monitor.close();
  const plain = median(results.map((result) => result.plain));
  const ring = median(results.map((result) => result.ring));
  say('one record per transaction', `${plain.toFixed(0)} /s`, times(1));
  say('the ring: stamped, sealed, gzipped', `${ring.toFixed(0)} /s`, times(ring / plain));
});

/** What a naive buffer does; runs in the page. */
async function writePlainly(): Promise<number> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('plain', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('records', { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error('no database'));
  });
  const count = 500;
  const startedAt = performance.now();
  for (let index = 0; index < count; index += 1) {
    await new Promise<void>((resolve) => {
      const transaction = database.transaction('records', 'readwrite', { durability: 'relaxed' });
      transaction
        .objectStore('records')
        .add({ at: index, kind: 'console', data: { level: 'log', message: `line ${String(index)}` } });
      transaction.oncomplete = () => resolve();
    });
  }
  database.close();
  return (count / (performance.now() - startedAt)) * 1_000;
}

/** The worker's own code, in batches of 100 as a page sends them; runs in the page. */
async function writeToRing(): Promise<number> {
  const address = '/agent/worker.js';
  const { createWorkerApi } = await import(address);
  const id = () => crypto.randomUUID();
  const api = createWorkerApi(window);
  const buffer = { minutes: 60, maxBytes: 200_000_000, checkpointEveryMs: 60_000 };
  const ids = { sessionId: id(), tabId: id(), pageId: id() };
  await api.start({ app: 'ring', monitor: location.origin, ids, buffer, clockOffsetMs: 0, tails: [] });
  const [batchCount, batchSize] = [100, 100];
  const startedAt = performance.now();
  for (let number = 0; number < batchCount; number += 1) {
    const captures = Array.from({ length: batchSize }, (_, index) => ({
      ...{ at: Date.now(), kind: 'console' },
      data: { level: 'log', message: `line ${String(number)} ${String(index)}` },
    }));
    await api.append({ number, captures });
  }
  await api.flush();
  const perSecond = ((batchCount * batchSize) / (performance.now() - startedAt)) * 1_000;
  await api.wipe();
  return perSecond;
}
