import { mapSheets, MissingAssets, type Capture, type SheetReference } from 'rewindow/wire';
import * as v from 'valibot';
import { expect, onTestFinished, test, vi } from 'vitest';
import * as workerParts from '../../../worker/parts/index.ts';
import type { WorkerScope } from '../../../worker/scope.ts';
import { batch, createDevice, mark, START_AT, until, uuid, type OpenOptions } from './support.ts';

const SHEET = '.card { color: red }\n'.repeat(500);
const OTHER = '.card { color: blue }\n'.repeat(500);

const eventOf = (at: number, texts: unknown[]) => ({
  ...{ type: 2, timestamp: at },
  data: {
    node: {
      ...{ type: 0, id: 1 },
      childNodes: texts.map((text, index) => ({
        ...{ type: 2, id: index + 2, tagName: 'link', attributes: { _cssText: text }, childNodes: [] },
      })),
    },
  },
});
const full = (at: number, ...texts: string[]): Capture => ({
  ...{ kind: 'dom', at },
  data: { event: eventOf(at, texts), checkpoint: true },
});

async function inflate(body: Blob): Promise<string> {
  return new Response(body.stream().pipeThrough(new DecompressionStream('gzip'))).text();
}

/** Pages on one device, and a monitor that takes files; `parts` change the scope of each page. */
function createPages(parts: Partial<WorkerScope> = {}) {
  const device = createDevice();
  const files = new Map<string, { text: string; type: string | null }>();
  const state = { puts: [] as string[], isDown: false, sentBytes: 0 };
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, { ...init, mode: 'cors' });
    const { pathname, searchParams } = new URL(request.url);
    if (!pathname.startsWith('/v1/assets/')) return device.scope.fetch(request);
    if (state.isDown) return new Response('', { status: 500 });
    if (request.method !== 'PUT') {
      const { hashes } = v.parse(MissingAssets, await request.json());
      return Response.json({ missing: hashes.filter((hash) => !files.has(hash)), serverAt: 1 });
    }
    const body = await request.blob();
    const text = searchParams.get('encoding') === 'gzip' ? await inflate(body) : await body.text();
    const hash = pathname.slice('/v1/assets/'.length);
    state.puts.push(hash);
    files.set(hash, { text, type: request.headers.get('content-type') });
    return Response.json({ status: 'stored', serverAt: 1 }, { status: 201 });
  };
  const open = async (options: OpenOptions = {}) => {
    const page = await device.open({ ...options, parts: { fetch, ...parts } });
    const send = () =>
      page.api.send({
        ...{ instructionId: uuid(), sessionId: page.ids.sessionId, fromAt: 0, toAt: START_AT * 2, liveUntilAt: 0 },
      });
    return { ...page, send };
  };
  const records = () => device.monitor.segments.flatMap((segment) => segment.records);
  /** What somebody would see who has the records and the files. */
  const events = () =>
    records().flatMap((record) =>
      record.kind === 'dom'
        ? [
            mapSheets(record.data.event, (value) =>
              typeof value === 'object'
                ? files.get(record.data.sheets?.[(value as SheetReference).sheet] ?? '')?.text
                : value,
            ),
          ]
        : [],
    );
  return { device, state, files, open, records, events };
}

const sheetsOf = (records: ReturnType<ReturnType<typeof createPages>['records']>) =>
  records.map((record) => (record.kind === 'dom' ? (record.data.sheets?.length ?? 0) : -1));

test('pages that name a sheet store it once, send it once, and nothing of it is missing', async () => {
  const { device, state, files, open, records, events } = createPages();
  const expected: unknown[] = [];
  for (let visit = 0; visit < 2; visit += 1) {
    const { api, send } = await open();
    for (let number = 0; number < 3; number += 1) {
      const at = START_AT + number;
      expected.push(eventOf(at, [SHEET, 'b {}', OTHER, SHEET]));
      await api.append(batch(number, full(at, SHEET, 'b {}', OTHER, SHEET)));
    }
    await send();
    await until(() => device.monitor.segments.length === (visit + 1) * 3);
  }
  await until(() => files.size === 2);
  expect(sheetsOf(records())).toEqual([2, 2, 2, 2, 2, 2]);
  expect(events()).toEqual(expected);
  expect(new Set(state.puts).size).toBe(state.puts.length);
  expect([...files.values()].map(({ type }) => type)).toEqual(['text/css', 'text/css']);
});

test('a segment names its sheets, also in part; what no sent record names is not sent', async () => {
  const { device, files, open } = createPages();
  const { api, ids } = await open();
  await api.append(batch(0, full(START_AT, SHEET), mark(START_AT + 1)));
  await api.append(batch(1, full(START_AT + 100, OTHER)));
  const part = { sessionId: ids.sessionId, fromAt: START_AT, toAt: START_AT + 2, liveUntilAt: 0 };
  await api.send({ ...part, instructionId: uuid(), kinds: ['mark'] });
  await until(() => device.monitor.segments.length === 1);
  await api.send({ ...part, instructionId: uuid(), kinds: ['dom'] });
  await until(() => files.size === 1);
  expect([...files.values()].map(({ text }) => text)).toEqual([SHEET]);
});

test('what the monitor could not take arrives later', async () => {
  const { device, state, files, open, events } = createPages();
  state.isDown = true;
  const { api, send } = await open();
  await api.append(batch(0, full(START_AT, SHEET)));
  await send();
  await until(() => device.monitor.segments.length === 1);
  await until(() => device.clock.timerCount() > 0);
  expect(files.size).toBe(0);
  state.isDown = false;
  await until(() => {
    void device.clock.advance(60_000);
    return files.size === 1;
  });
  expect(events()).toEqual([eventOf(START_AT, [SHEET])]);
});

const failing = () => Promise.reject(new Error('gone'));
/** Of segments, which are packed, there are hashes all the same. */
const digest: SubtleCrypto['digest'] = (name, bytes) =>
  new Uint8Array(bytes as ArrayBuffer)[0] === 0x1f ? crypto.subtle.digest(name, bytes) : failing();
test.each<[string, Partial<WorkerScope>]>([
  ['no hashes', { subtle: undefined }],
  ['hashes that fail', { subtle: { digest } as unknown as SubtleCrypto }],
  ['no database', { indexedDB: undefined }],
  ['no parts', { loadParts: failing }],
])('with %s records hold their sheets themselves, and none is lost', async (_name, parts) => {
  const { device, open, records } = createPages(parts);
  const { api, send } = await open();
  await api.append(batch(0, full(START_AT, SHEET), mark(START_AT + 1)));
  expect(await api.append(batch(1, full(START_AT + 2, SHEET)))).toEqual({ durableBatch: 1 });
  await send();
  await until(() => device.monitor.segments.length === 2);
  expect(sheetsOf(records())).toEqual([0, -1, 0]);
  expect(records()[0]?.data).toEqual({ event: eventOf(START_AT, [SHEET]), checkpoint: true });
});

test('parts that don’t come keep records waiting once only; what follows when they have come is shared', async () => {
  let come = (): void => undefined;
  const loading = new Promise<typeof workerParts>((resolve) => {
    come = () => {
      resolve(workerParts);
    };
  });
  const { device, open, records } = createPages({ loadParts: () => loading });
  const { api, send } = await open();
  const first = api.append(batch(0, full(START_AT, SHEET)));
  await until(() => device.limits.timerCount() > 0);
  await until(async () => {
    await device.limits.advance(1_000);
    return Promise.race([first.then(() => true), new Promise<boolean>((resolve) => setTimeout(resolve, 5, false))]);
  });
  const second = api.append(batch(1, full(START_AT + 1, SHEET)));
  await until(async () => {
    await device.limits.advance(0);
    return Promise.race([second.then(() => true), new Promise<boolean>((resolve) => setTimeout(resolve, 5, false))]);
  });
  come();
  await api.append(batch(2, full(START_AT + 2, SHEET)));
  await send();
  await until(() => device.monitor.segments.length === 3);
  expect(sheetsOf(records())).toEqual([0, 0, 1]);
});

test('a page without large sheets loads nothing for them', async () => {
  const loadParts = vi.fn(() => Promise.resolve(workerParts));
  const { open } = createPages({ loadParts });
  const { api } = await open();
  await api.append(batch(0, full(START_AT, 'b {}', SHEET.slice(0, 4_095))));
  expect(loadParts).not.toHaveBeenCalled();
  await api.append(batch(1, full(START_AT, SHEET)));
  expect(loadParts).toHaveBeenCalledOnce();
});

test('what an earlier page left behind stays as it is', async () => {
  const { device, open, records } = createPages();
  const ids = { sessionId: uuid(), tabId: uuid(), pageId: uuid() };
  const { send } = await open({
    ids: { sessionId: ids.sessionId },
    tails: [{ ids, batches: [{ number: 0, captures: [full(START_AT, SHEET)] }] }],
  });
  await send();
  await until(() => device.monitor.segments.length > 0);
  expect(sheetsOf(records())).toEqual([0]);
});

test('where room is short, sheets that buffered records name outlast files that nothing needs', async () => {
  const pixels = (name: string) => new Uint8Array(4_900_000).fill(name.charCodeAt(0));
  const device = createDevice();
  const fetch = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const { url } = new Request(input, init);
    const name = /page\.test\/(\w)/.exec(url)?.[1];
    const headers = { 'content-type': 'image/png' };
    return name === undefined
      ? device.scope.fetch(input, init)
      : Promise.resolve(new Response(pixels(name), { headers }));
  };
  const { api } = await device.open({ parts: { fetch } });
  // Files of an old page, whose records are gone, but used after the sheet was.
  await api.append(batch(0, full(START_AT, SHEET)));
  const other = await device.open({ parts: { fetch } });
  for (const name of 'abcdefg') {
    await device.clock.advance(1_000);
    const files = [{ url: `https://page.test/${name}`, name }];
    await other.api.keepAssets({ at: START_AT, maxBytes: 100_000_000, files });
    if (name === 'c') {
      await other.api.flush();
      await other.api.drop({ sessionId: other.ids.sessionId, beforeAt: START_AT * 2 });
    }
  }
  const kept = await readTypes(device.app);
  expect(kept.filter((type) => type === 'text/css')).toHaveLength(1);
  expect(kept.filter((type) => type === 'image/png').length).toBeLessThan(7);
});

async function readTypes(app: string): Promise<string[]> {
  const ask = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(new Error('no answer'));
      };
    });
  const database = await ask(indexedDB.open(`rewindow:${app}`));
  onTestFinished(() => {
    database.close();
  });
  const rows: unknown[] = await ask(database.transaction('assets').objectStore('assets').getAll());
  return rows.map((row) => v.parse(v.object({ type: v.string() }), row).type);
}
