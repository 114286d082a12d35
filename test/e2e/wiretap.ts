import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { decodeSegment } from '../../src/wire/segment.ts';
import { readDatabases } from '../tools/pageDatabases.ts';

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
  const tables = await readDatabases(page);
  const rows = tables.flatMap(({ keys, texts, binaries }) => [keys, ...texts, ...binaries.map(readable)]);
  return [...(await page.evaluate(readStorages, own)), ...rows].join('\n');
}

/** Runs in the page. */
function readStorages(own: readonly string[]): string[] {
  return [localStorage, sessionStorage].map((storage) =>
    JSON.stringify(Object.entries(storage).filter(([name]) => !own.some((start) => name.startsWith(start)))),
  );
}
