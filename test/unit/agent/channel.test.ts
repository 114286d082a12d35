import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { close, hear, line, play } from './hearing.ts';

const FIRST_LINE_MS = 8_000;
const SILENCE_MS = 40_000;
const isPause = (ms: number) =>
  ms !== FIRST_LINE_MS && ms !== SILENCE_MS && ms < 900_000 && ms !== 35_000 && ms !== 10_000;
const isAtOnce = (ms: number) => ms === 0;

test('a stream brings what is said line by line, however it comes in pieces; empty lines keep it', async () => {
  const { url } = await play((_request, response) => {
    const text = line({ cursor: 'ä1' }) + '\n\n' + line({ cursor: '2' });
    const bytes = Buffer.from(text);
    for (const byte of bytes) response.write(Buffer.from([byte]));
  });
  const page = hear(url);
  await page.run(isAtOnce);
  await page.until(() => page.replies.length === 2);
  expect(page.replies.map(({ cursor }) => cursor)).toEqual(['ä1', '2']);
  expect([page.asked, page.channel.status()]).toEqual([['stream'], { mode: 'stream', failureCount: 0 }]);
});

test('the first line alone sets the clock', async () => {
  const sent: (number | undefined)[] = [];
  const { url } = await play((_request, response) => void response.write(line() + line()));
  const page = hear(url, { onReply: (_reply, sentAt) => sent.push(sentAt) });
  await page.run(isAtOnce);
  await page.run((ms) => ms === SILENCE_MS);
  await page.run(isPause);
  expect(sent.slice(0, 2)).toEqual([1_000, undefined]);
});

test.each<[string, (response: ServerResponse) => void]>([
  ['garbage', (response) => void response.end('<html>hello</html>\n')],
  ['a line that is no answer', (response) => void response.end('{"error":1}\n')],
  ['half a line', (response) => void response.end(line() + '{"serverAt":')],
  ['nothing', (response) => void response.end()],
  ['a broken connection', (response) => void response.write(line(), () => response.destroy())],
  ['an answer that is none', (response) => void response.end('null\n')],
])('%s three times makes it hold requests instead', async (_what, answer) => {
  const { url } = await play((request, response) => {
    if (request.url === '/stream') answer(response);
    else response.end(line());
  });
  const page = hear(url);
  await page.run(isAtOnce);
  for (let count = 0; count < 3; count += 1) await page.run(isPause);
  await page.until(() => page.asked.length === 4);
  expect(page.asked).toEqual(['stream', 'stream', 'stream', '25000']);
  await page.until(() => page.channel.status().failureCount === 0);
  expect(page.channel.status().mode).toBe('held');
});

test('a line without an end is given up', async () => {
  const { url } = await play((_request, response) => {
    response.on('error', () => undefined);
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(1_000_000)));
    };
    response.on('drain', more);
    response.write(line());
    more();
  });
  const page = hear(url);
  await page.run(isAtOnce);
  await page.until(() => page.channel.status().failureCount === 1);
  expect(page.channel.status().lastError).toContain('without an end');
});

test('a stream that shows nothing in time is held back by something: it holds requests at once', async () => {
  const { url } = await play((request, response) => {
    if (request.url !== '/stream') response.end(line());
  });
  const page = hear(url);
  await page.run(isAtOnce);
  await page.run((ms) => ms === FIRST_LINE_MS);
  await page.run(isPause);
  await page.until(() => page.replies.length === 1);
  expect([page.asked.slice(0, 2), page.channel.status().mode]).toEqual([['stream', '25000'], 'held']);
});

test('a stream that has died silently is opened anew', async () => {
  const { url } = await play((_request, response) => void response.write(line()));
  const page = hear(url);
  await page.run(isAtOnce);
  await page.until(() => page.isPlanned(SILENCE_MS));
  await page.run((ms) => ms === SILENCE_MS);
  await page.run(isPause);
  await page.until(() => page.replies.length === 2);
  expect([page.asked, page.channel.status().mode]).toEqual([['stream', 'stream'], 'stream']);
});

test('an old monitor without streams, and a browser without bodies, are asked by held requests', async () => {
  const { url } = await play((request, response) => {
    response.statusCode = request.url === '/stream' ? 404 : 200;
    response.end(line());
  });
  const page = hear(url);
  await page.run(isAtOnce);
  await page.run(isPause);
  await page.until(() => page.replies.length === 1);
  const bodiless = hear(url, {
    fetch: async (input) => {
      const response = await fetch(input);
      return Object.defineProperty(response, 'body', { value: null });
    },
  });
  await bodiless.run(isAtOnce);
  await bodiless.until(() => bodiless.channel.status().failureCount === 1);
  expect([page.channel.status().mode, bodiless.channel.status().mode]).toEqual(['held', 'held']);
});

test.each([
  [503, 'stream'],
  [429, 'stream'],
  [503, 'held'],
  [429, 'polling'],
] as const)('after %s with Retry-After a channel by %s asks no sooner, then goes on', async (status, mode) => {
  let isBusy = true;
  const { url } = await play((_request, response) => {
    if (isBusy) response.writeHead(status, { 'retry-after': '7' }).end();
    else response.write(line(), () => (mode === 'stream' ? undefined : response.end()));
    isBusy = false;
  });
  const page = hear(url, { mode });
  await page.run(isAtOnce);
  expect(await page.run(isPause)).toBe(7_875);
  await page.until(() => page.replies.length === 1);
  expect(page.channel.status()).toEqual({ mode, failureCount: 0 });
});

test('a page that is refused a stream and a held request polls, after the times that it is given', async () => {
  const { url } = await play((request, response) => {
    if (request.url === '/0') response.end(line());
    else response.writeHead(429, { 'retry-after': '30' }).end();
  });
  const page = hear(url);
  await page.run(isAtOnce);
  expect([await page.run(isPause), await page.run(isPause)]).toEqual([33_750, 33_750]);
  await page.until(() => page.replies.length === 1);
  expect([page.asked, page.channel.status()]).toEqual([['stream', '25000', '0'], { mode: 'polling', failureCount: 0 }]);
});

test('what the question at load was told holds for the connection, too', async () => {
  const { url } = await play((_request, response) => void response.write(line()));
  const page = hear(url, { failure: { message: 'busy', isRefusal: false, retryAfterMs: 60_000 } });
  expect(page.timers()).toEqual([67_500]);
});

test('a monitor that is started anew is heard again', async () => {
  const first = await play((_request, response) => void response.write(line({ cursor: 'before' })));
  const page = hear(first.url);
  await page.run(isAtOnce);
  await page.until(() => page.replies.length === 1);
  page.pass(60_000);
  await close(first.server);
  await page.run(isPause);
  expect(await page.run(isPause)).toBe(1_000);
  await page.until(() => page.asked.length === 3);
  expect(await page.run(isPause)).toBe(2_000);
  await page.until(() => page.channel.status().failureCount === 3);
  await play((_request, response) => void response.end(line({ cursor: 'after' })), Number(new URL(first.url).port));
  await page.run(isPause);
  await page.until(() => page.replies.length === 2);
  expect(page.replies[1]?.cursor).toBe('after');
});

test('a hidden page asks nothing, and asks anew when it is shown, or comes back from the cache', async () => {
  const left: string[] = [];
  const { url } = await play((request, response) => {
    response.on('close', () => left.push(request.url ?? ''));
    response.write(line());
  });
  const page = hear(url);
  await page.run(isAtOnce);
  await page.until(() => page.replies.length === 1);
  page.document.visibilityState = 'hidden';
  page.document.dispatchEvent(new Event('visibilitychange'));
  await page.until(() => page.timers().length === 0);
  page.document.visibilityState = 'visible';
  page.document.dispatchEvent(new Event('visibilitychange'));
  await page.run(isAtOnce);
  await page.until(() => page.replies.length === 2);
  page.window.dispatchEvent(new Event('pagehide'));
  page.window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  await page.run(isAtOnce);
  await page.until(() => page.replies.length === 3);
  expect(page.channel.status()).toEqual({ mode: 'stream', failureCount: 0 });
  page.channel.stop();
  expect(page.timers().filter(isPause)).toEqual([]);
});

test.each(['held', 'polling'] as const)('by %s alone it never tries anything else', async (mode) => {
  const { url } = await play((_request, response) => void response.end(line()));
  const page = hear(url, { mode });
  await page.run(isAtOnce);
  for (let count = 0; count < 5; count += 1) await page.run(isPause);
  await page.until(() => page.replies.length === 6);
  expect(new Set(page.asked)).toEqual(new Set([mode === 'held' ? '25000' : '0']));
});

test('a page that fails at what it is told goes on hearing', async () => {
  const { url } = await play((_request, response) => void response.end(streamed));
  const streamed = line() + line();
  const page = hear(url, {
    onReply() {
      throw new Error('ours');
    },
  });
  await page.run(isAtOnce);
  await page.run(isPause);
  await page.until(() => page.asked.length === 2);
  expect(page.channel.status().lastError).toContain('ours');
});
