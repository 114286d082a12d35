import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../tools/killableChromium.ts';

const server: Server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html').end('<title>page</title>');
});
const state = { url: '', userDataDir: '' };

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  state.url = `http://localhost:${String(address.port)}/`;
  state.userDataDir = await mkdtemp(join(tmpdir(), 'rewindow-kill-'));
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(state.userDataDir, { recursive: true, force: true, maxRetries: 5 });
});

/** Puts a row into IndexedDB, or reads it: the profile is the same after a kill only if the row is there. */
const keepRow = async (row: string | undefined) => {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('kill', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('rows');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(new Error('not opened'));
  });
  return new Promise<unknown>((resolve) => {
    const transaction = database.transaction('rows', 'readwrite');
    const rows = transaction.objectStore('rows');
    const asked = row === undefined ? rows.get('row') : rows.put(row, 'row');
    transaction.oncomplete = () => resolve(asked.result);
  });
};

test('a killed browser is gone at once, and its profile goes on at the next launch', { timeout: 90_000 }, async () => {
  const first = await launchChromium(state.userDataDir);
  const page = await first.context.newPage();
  await page.goto(state.url);
  await page.evaluate(keepRow, 'kept');
  await first.kill();
  expect(() => process.kill(first.pid, 0)).toThrow();

  const second = await launchChromium(state.userDataDir);
  const next = await second.context.newPage();
  await next.goto(state.url);
  const row = await next.evaluate(keepRow, undefined);
  await second.close();
  expect(row).toBe('kept');
});
