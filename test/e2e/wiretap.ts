import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { decodeSegment } from '../../src/wire/segment.ts';

/** All text that a container, a file or a value holds: segments and sheets are unpacked. */
export function readable(bytes: Uint8Array): string {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes).toString('utf8');
  if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== 'RWS1') return Buffer.from(bytes).toString('utf8');
  const { header, payload } = decodeSegment(bytes);
  const plain = header.encoding === 'gzip' ? gunzipSync(payload) : payload;
  return JSON.stringify(header) + Buffer.from(plain).toString('utf8');
}

/** What goes to the monitor from now on, from page and worker: addresses and bodies. */
export function tapWire(page: Page): { text(): string; segmentCount(): number } {
  const said: string[] = [];
  let segmentCount = 0;
  page.context().on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith('/v1/')) return;
    const body = request.postDataBuffer();
    said.push(request.url(), body ? readable(body) : '');
    if (pathname === '/v1/segments' && body) segmentCount += 1;
  });
  return { text: () => said.join('\n'), segmentCount: () => segmentCount };
}

/** Everything below a folder, at one moment: a file that is being renamed while it is read is looked for once more. */
export async function readFolder(folder: string, tryCount = 10): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  try {
    return await Promise.all(files.map(async (name) => ({ name, text: readable(await readFile(name)) })));
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isGone || tryCount <= 1) throw error;
    return readFolder(folder, tryCount - 1);
  }
}

/**
 * What the origin has stored in this browser: IndexedDB, local and session storage.
 *
 * @param own beginnings of the names under which the page itself keeps things
 */
export async function readDevice(page: Page, own: readonly string[] = []): Promise<string> {
  const { texts, binaries } = await page.evaluate(readStores, own);
  return [...texts, ...binaries.map((base64) => readable(Buffer.from(base64, 'base64')))].join('\n');
}

/** Runs in the page. */
async function readStores(own: readonly string[]): Promise<{ texts: string[]; binaries: string[] }> {
  const texts = [localStorage, sessionStorage].map((storage) =>
    JSON.stringify(Object.entries(storage).filter(([name]) => !own.some((start) => name.startsWith(start)))),
  );
  const binaries: string[] = [];
  const ask = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('no answer'));
    });
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await ask(indexedDB.open(name));
    for (const table of database.objectStoreNames) {
      const store = database.transaction(table).objectStore(table);
      texts.push(JSON.stringify(await ask(store.getAllKeys())));
      for (const row of await ask(store.getAll())) {
        if (row instanceof Uint8Array) binaries.push(btoa([...row].map((byte) => String.fromCharCode(byte)).join('')));
        else texts.push(JSON.stringify(row));
      }
    }
    database.close();
  }
  return { texts, binaries };
}
