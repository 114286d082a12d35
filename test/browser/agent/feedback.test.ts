import { expect, onTestFinished, test, vi } from 'vitest';
import { openHostPage } from './hostPage.ts';

/** A stream that the test writes to, behind the monitor that the page has. */
function playStreams() {
  const fetchBefore = window.fetch;
  const streams: { write(value: object | string): void; end(): void; isOpen: boolean }[] = [];
  window.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input), location.href);
    if (url.pathname !== '/v1/feedback/stream') return fetchBefore.call(window, input, init);
    let writer: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (writer = controller) });
    const encoder = new TextEncoder();
    const stream = {
      isOpen: true,
      write: (value: object | string) =>
        writer?.enqueue(encoder.encode(typeof value === 'string' ? value : `${JSON.stringify(value)}\n`)),
      end() {
        stream.isOpen = false;
        writer?.close();
      },
    };
    init?.signal?.addEventListener('abort', () => {
      if (stream.isOpen) writer?.error(init.signal?.reason);
      stream.isOpen = false;
    });
    streams.push(stream);
    return new Response(body);
  };
  onTestFinished(() => {
    window.fetch = fetchBefore;
  });
  return streams;
}

const nothing = { serverAt: 1, cursor: '0', instructions: [] };
const soon = <T>(check: () => T) => vi.waitFor(check, { timeout: 10_000 });

test('a page hears by a stream; what comes in pieces is whole, and it is closed with the agent', async () => {
  const page = openHostPage({ capture: [{ kinds: ['custom'] }] });
  const streams = playStreams();
  page.init({ feedback: 'auto' });
  await page.phase('recording');
  await soon(() => expect(streams.some(({ isOpen }) => isOpen)).toBe(true));
  const shown = async () => (await page.rewindow.status()).feedback;
  streams.at(-1)?.write(nothing);
  await soon(async () => expect(await shown()).toEqual({ mode: 'stream', failureCount: 0 }));
  const text = `${JSON.stringify({ ...nothing, rules: { revision: 2, hash: 'b', dormant: true, publishedAt: 2 } })}\n`;
  // It may be opened anew as soon as the page has told that it records.
  await soon(async () => {
    const stream = streams.at(-1);
    stream?.write(text.slice(0, 30));
    stream?.write(text.slice(30));
    expect((await page.rewindow.status()).phase).toBe('dormant');
  });
  page.rewindow.stop();
  await soon(() => expect(streams.filter(({ isOpen }) => isOpen)).toEqual([]));
});

test('garbage in a stream costs the page nothing', async () => {
  const errors: unknown[] = [];
  const note = (event: Event) => void errors.push(event);
  for (const type of ['error', 'unhandledrejection']) window.addEventListener(type, note);
  onTestFinished(() => {
    for (const type of ['error', 'unhandledrejection']) window.removeEventListener(type, note);
  });
  const page = openHostPage({ capture: [{ kinds: ['custom'] }] });
  const streams = playStreams();
  page.init({ feedback: 'auto' });
  await page.phase('recording');
  await soon(() => expect(streams.length).toBeGreaterThan(0));
  const before = streams.length;
  streams.at(-1)?.write('{"serverAt":"no"}\n<html>\n');
  await soon(() => expect(streams.length).toBeGreaterThan(before));
  streams.at(-1)?.write('\u0000'.repeat(5_000_000));
  await soon(() => expect(streams.length).toBeGreaterThan(before + 1));
  expect([(await page.rewindow.status()).phase, errors]).toEqual(['recording', []]);
});

test('by option the page holds requests or polls, and never opens a stream', async () => {
  for (const feedback of ['held', 'polling'] as const) {
    const page = openHostPage({ capture: [{ kinds: ['custom'] }] });
    const streams = playStreams();
    page.init({ feedback });
    await page.phase('recording');
    await soon(async () => expect((await page.rewindow.status()).feedback?.mode).toBe(feedback));
    expect(streams).toEqual([]);
  }
});

test('with a key a page takes no rule set that is not signed, and says so', async () => {
  const page = openHostPage({ capture: [{ kinds: ['custom'] }] });
  page.init({ ruleKey: `${'A'.repeat(43)}.${'B'.repeat(87)}` });
  await page.phase('dormant');
  const words = () => page.sent.filter(({ path }) => path === '/v1/acknowledgements').map(({ body }) => body);
  await soon(() => expect(words().join()).toContain('signature_invalid'));
  expect((await page.rewindow.status()).reasons.join()).toContain('was refused');
});
