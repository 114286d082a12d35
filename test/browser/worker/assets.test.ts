import { MissingAssets, type RecordData } from 'rewindow/wire';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { batch, checkpoint, createDevice, START_AT, until, uuid } from './support.ts';

const PICTURE = 'https://page.test/a.png';
const bytesOf = (text: string) => new TextEncoder().encode(text);

async function hashOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(text)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A page with files, and a monitor that takes them. */
async function openPage(files: Record<string, { text: string; type: string }>, parts = {}) {
  const device = createDevice();
  const state = {
    asked: [] as string[],
    fetched: [] as string[],
    stored: new Map<string, string>(),
    isDown: false,
    /** Sessions that the monitor takes nothing of any more. */
    erased: new Set<unknown>(),
    sessions: [] as unknown[],
  };
  const gone = () => Response.json({ error: { code: 'session_erased', message: '' } }, { status: 410 });
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, { ...init, mode: 'cors' });
    const { pathname, origin, searchParams } = new URL(request.url);
    if (origin === 'https://page.test') {
      state.fetched.push(request.url);
      const file = files[request.url];
      return file
        ? new Response(file.text, { headers: { 'content-type': file.type } })
        : new Response('', { status: 404 });
    }
    if (!pathname.startsWith('/v1/assets/')) return device.scope.fetch(request);
    if (state.isDown) return new Response('', { status: 500 });
    if (request.method === 'PUT') {
      state.sessions.push(searchParams.get('session'));
      state.stored.set(
        pathname.slice('/v1/assets/'.length),
        `${request.headers.get('content-type') ?? ''} ${await request.text()}`,
      );
      return Response.json({ status: 'stored', serverAt: 1 }, { status: 201 });
    }
    const { hashes, session } = v.parse(MissingAssets, await request.json());
    if (state.erased.has(session)) return gone();
    state.asked.push(...hashes);
    return Response.json({ missing: hashes.filter((hash) => !state.stored.has(hash)), serverAt: 1 });
  };
  const open = async () => {
    const { api, ids } = await device.open({ parts: { fetch, ...parts } });
    const keep = (urls: string[], maxBytes = 1_000) =>
      api.keepAssets({ at: START_AT, maxBytes, files: urls.map((url) => ({ url, name: url })) });
    const send = () =>
      api.send({ instructionId: uuid(), sessionId: ids.sessionId, fromAt: 0, toAt: START_AT * 2, liveUntilAt: 0 });
    return { api, ids, keep, send };
  };
  const named = (): RecordData<'asset'>['assets'][] =>
    device.monitor.segments.flatMap(({ records }) =>
      records.flatMap((record) => (record.kind === 'asset' ? [record.data.assets] : [])),
    );
  return { ...(await open()), openOther: open, device, state, named };
}

test('files are fetched once, named by their hash, and sent where the monitor lacks them', async () => {
  const { state, keep, send, named } = await openPage({
    [PICTURE]: { text: 'pixels', type: 'image/png' },
    'https://page.test/copy.png': { text: 'pixels', type: 'image/png' },
    'https://page.test/page': { text: '<html>', type: 'text/html' },
  });
  await keep([PICTURE, 'https://page.test/copy.png', 'https://page.test/page', 'https://page.test/gone.png']);
  await keep([PICTURE]);
  expect(state.fetched.filter((url) => url === PICTURE)).toHaveLength(1);
  await send();
  const hash = await hashOf('pixels');
  await until(() => state.stored.size === 1);
  expect(named()).toMatchObject([
    [
      { url: PICTURE, hash, type: 'image/png', bytes: 6 },
      { url: 'https://page.test/copy.png', hash },
    ],
  ]);
  expect([...state.stored]).toEqual([[hash, 'image/png pixels']]);
});

test('nothing is sent before records that name it are', async () => {
  const { state, keep, api } = await openPage({ [PICTURE]: { text: 'pixels', type: 'image/png' } });
  await keep([PICTURE]);
  await api.flush();
  await api.status();
  expect([state.asked, state.stored.size]).toEqual([[], 0]);
});

test('what the monitor has is not sent again; what could not be sent is tried again', async () => {
  const { device, state, keep, send } = await openPage({ [PICTURE]: { text: 'pixels', type: 'image/png' } });
  state.isDown = true;
  await keep([PICTURE]);
  await send();
  await until(() => device.monitor.segments.length > 0);
  await until(() => device.clock.timerCount() > 0);
  state.isDown = false;
  await until(() => {
    void device.clock.advance(60_000);
    return state.stored.size === 1;
  });
  expect(state.asked).toContain(await hashOf('pixels'));
});

test('files of an erased session are given up; another session that names the same file sends it', async () => {
  const { device, ids, state, keep, send, openOther } = await openPage({
    [PICTURE]: { text: 'pixels', type: 'image/png' },
  });
  state.erased.add(ids.sessionId);
  state.isDown = true;
  await keep([PICTURE]);
  await send();
  const other = await openOther();
  await other.keep([PICTURE]);
  await other.send();
  await until(() => {
    void device.clock.advance(60_000);
    return device.monitor.segments.length === 2;
  });
  state.isDown = false;
  await until(() => {
    void device.clock.advance(60_000);
    return state.stored.size === 1;
  });
  expect(state.sessions).toEqual([other.ids.sessionId]);
});

test('the ceiling of the page holds', async () => {
  const { keep, send, named } = await openPage({
    [PICTURE]: { text: 'x'.repeat(60), type: 'image/png' },
    'https://page.test/b.png': { text: 'y'.repeat(60), type: 'image/png' },
    'https://page.test/c.png': { text: 'z'.repeat(30), type: 'image/png' },
  });
  await keep([PICTURE, 'https://page.test/b.png', 'https://page.test/c.png'], 100);
  await send();
  await until(() => named().length > 0);
  expect(
    named()
      .flat()
      .map(({ url }) => url),
  ).toEqual([PICTURE, 'https://page.test/c.png']);
});

test('after a checkpoint all are named again', async () => {
  const { api, keep, send, named } = await openPage({ [PICTURE]: { text: 'pixels', type: 'image/png' } });
  await keep([PICTURE]);
  await api.append(batch(0, checkpoint(START_AT + 1)));
  await send();
  await until(() => named().length === 2);
  expect(named()[1]).toEqual(named()[0]);
});

test('without hashes there are no files, and a record says so once', async () => {
  const { device, state, keep, send } = await openPage({}, { subtle: undefined });
  await keep([PICTURE]);
  await keep([PICTURE]);
  await send();
  await until(() => device.monitor.segments.length > 0);
  const records = device.monitor.segments.flatMap((segment) => segment.records);
  expect(records).toMatchObject([{ kind: 'agent', data: { code: 'assets_unsupported' } }]);
  expect(state.fetched).toEqual([]);
});
