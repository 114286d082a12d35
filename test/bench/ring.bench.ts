import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { median, say, span, times } from './figures.ts';
import { bench } from './stage.ts';

const ROUND_COUNT = 5;
const COMLINK = join(import.meta.dirname, '../../node_modules/comlink/dist/umd/comlink.min.js');

bench('Ring: records per second, from the page into IndexedDB and durable', async ({ page, stage }) => {
  await page.route('**/bench', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Ring</title>' }),
  );
  await page.goto(`${stage.monitor.baseUrl}/bench`);
  // Evaluated instead of loaded: the page is the monitor's origin, where comlink is no file of its own.
  await page.evaluate(await readFile(COMLINK, 'utf8'));
  const results: { plain: number; ring: number }[] = [];
  for (let round = 0; round < ROUND_COUNT; round += 1) {
    results.push({ plain: await page.evaluate(writePlainly), ring: await page.evaluate(writeToRing) });
  }
  const plain = results.map((result) => result.plain);
  const ring = results.map((result) => result.ring);
  const ratios = results.map((result) => result.ring / result.plain);
  const print = (value: number) => value.toFixed(0);
  say('one record per transaction', `${print(median(plain))} /s`, times(1), span(plain, print));
  say('the ring, through its worker', `${print(median(ring))} /s`, times(median(ratios)), span(ring, print));
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

/** The agent's worker as the page uses it, in batches of 100, each waiting for the one before; runs in the page. */
async function writeToRing(): Promise<number> {
  const { Comlink } = window as unknown as {
    Comlink: { wrap(worker: Worker): import('../../src/wire/index.ts').WorkerApi };
  };
  const worker = new Worker('/agent/worker.js', { type: 'module' });
  const api = Comlink.wrap(worker);
  const id = () => crypto.randomUUID();
  const buffer = { minutes: 60, maxBytes: 200_000_000, checkpointEveryMs: 60_000, perKind: [] };
  const actions = { cellular: 'send', slow: 'send', metered: 'send', saver: 'send', lowBattery: 'send' } as const;
  const link = { ...actions, slowKbps: 300, maxHoldMinutes: 60 };
  const ids = { sessionId: id(), tabId: id(), pageId: id() };
  const started = await api.start({
    ...{
      app: 'ring',
      monitor: location.origin,
      ids,
      buffer,
      link,
      sendBytesMax: 1e9,
      isBatteryLow: false,
      clockOffsetMs: 0,
      tails: [],
    },
  });
  if (started.storage !== 'indexeddb') throw new Error(`the ring is in ${started.storage}`);
  const [batchCount, batchSize] = [100, 100];
  const startedAt = performance.now();
  for (let number = 0; number < batchCount; number += 1) {
    const captures = Array.from({ length: batchSize }, (_, index) => ({
      at: Date.now(),
      kind: 'console' as const,
      data: { level: 'log' as const, message: `line ${String(number)} ${String(index)}` },
    }));
    await api.append({ number, captures });
  }
  // Sealed and gzipped, too.
  await api.flush();
  const perSecond = ((batchCount * batchSize) / (performance.now() - startedAt)) * 1_000;
  const { counts, ring } = await api.status();
  if (counts['console'] !== batchCount * batchSize || ring.bytes === 0) {
    throw new Error(`the ring has ${String(counts['console'])} records in ${String(ring.bytes)} bytes`);
  }
  await api.wipe();
  worker.terminate();
  return perSecond;
}
