import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { trackNetwork } from '../../../src/capture/trackNetwork.ts';
import { run, type Run } from './scope.ts';

let seen: Run;
const nativeFetch = window.fetch;
beforeEach(() => (seen = run(trackNetwork)));
afterEach(() => {
  seen.stop();
  window.fetch = nativeFetch;
});

const here = location.origin;

describe('fetch', () => {
  test('is recorded with method, scrubbed address, status and sizes', async () => {
    const response = await fetch('/missing-file.json?token=secret', { method: 'post', body: 'größe' });
    await response.text();
    const [record] = seen.of('network');
    expect(record).toMatchObject({
      api: 'fetch',
      method: 'POST',
      url: `${here}/missing-file.json?token=***`,
      path: '/missing-file.json',
      status: response.status,
      failed: false,
      requestBytes: 7,
    });
    expect(JSON.stringify(seen.captures)).not.toContain('secret');
  });

  test('takes Request and URL', async () => {
    await fetch(new Request('/', { method: 'HEAD' }));
    await fetch(new URL('/', here));
    expect(seen.of('network').map(({ method }) => method)).toEqual(['HEAD', 'GET']);
  });

  test('that fails gives the page the same error, and stays an unhandled rejection', async () => {
    const unhandled: unknown[] = [];
    const note = (event: PromiseRejectionEvent) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      unhandled.push(event.reason);
    };
    window.addEventListener('unhandledrejection', note, { capture: true });
    const controller = new AbortController();
    const reason = new Error('stopped by test');
    void fetch('/', { signal: controller.signal });
    controller.abort(reason);
    await expect.poll(() => unhandled.length).toBe(1);
    window.removeEventListener('unhandledrejection', note, { capture: true });
    expect(unhandled).toEqual([reason]);
    expect(seen.of('network')).toMatchObject([{ status: 0, failed: true, message: 'Error: stopped by test' }]);
  });

  test("does not touch the body: a stream is the page's alone", async () => {
    const chunks: string[] = [];
    const body = new ReadableStream({
      async start(controller) {
        for (const chunk of ['a', 'b', 'c']) {
          controller.enqueue(new TextEncoder().encode(chunk));
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        controller.close();
      },
    });
    const original = new Response(body);
    seen.stop();
    window.fetch = () => Promise.resolve(original);
    seen = run(trackNetwork);
    const response = await fetch('/stream');
    expect(response).toBe(original);
    expect(response.bodyUsed).toBe(false);
    expect(response.body?.locked).toBe(false);
    expect(seen.of('network')).toHaveLength(1);
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      chunks.push(new TextDecoder().decode(part.value));
    }
    expect(chunks.join('')).toBe('abc');
  });

  test('of the agent itself is not recorded', async () => {
    await fetch('/own/segments').catch(() => undefined);
    expect(seen.captures).toEqual([]);
  });

  test('with strange arguments behaves as without us', async () => {
    const hostile = {
      toString: () => {
        throw new RangeError('from the page');
      },
    };
    await expect(Reflect.apply(fetch, window, [hostile])).rejects.toThrow('from the page');
    await expect(fetch('http://[')).rejects.toThrow(TypeError);
  });
});

describe('patches', () => {
  test('pass through when another one lies over ours at stop', async () => {
    const ours = window.fetch;
    const over: typeof fetch = (...args) => ours(...args);
    window.fetch = over;
    seen.stop();
    expect(window.fetch).toBe(over);
    const response = await fetch('/');
    expect(response).toBeInstanceOf(Response);
    expect(seen.captures).toEqual([]);
  });
});

describe('XMLHttpRequest', () => {
  const send = (url: string, prepare: (xhr: XMLHttpRequest) => void = () => undefined) =>
    new Promise<XMLHttpRequest>((resolve) => {
      const xhr = new XMLHttpRequest();
      xhr.open('get', url);
      xhr.addEventListener('loadend', () => resolve(xhr));
      xhr.send();
      prepare(xhr);
    });

  test('is recorded with status and size', async () => {
    const xhr = await send('/missing-file.json?q=who');
    await expect.poll(() => seen.of('network').length).toBe(1);
    expect(seen.of('network')).toMatchObject([
      { api: 'xhr', method: 'GET', url: `${here}/missing-file.json?q=***`, status: xhr.status, failed: false },
    ]);
  });

  test('that is aborted has failed', async () => {
    await send('/', (xhr) => xhr.abort());
    expect(seen.of('network')).toMatchObject([{ status: 0, failed: true, message: 'abort' }]);
  });

  test('that is used twice is recorded twice', async () => {
    const xhr = await send('/');
    await new Promise((resolve) => {
      xhr.addEventListener('loadend', resolve);
      xhr.open('HEAD', '/');
      xhr.send();
    });
    await expect.poll(() => seen.of('network').map(({ method }) => method)).toEqual(['GET', 'HEAD']);
  });

  test('in the wrong state throws what the browser throws', () => {
    expect(() => new XMLHttpRequest().send()).toThrow(DOMException);
    expect(() => Reflect.apply(XMLHttpRequest.prototype.open, {}, ['GET', '/'])).toThrow(TypeError);
  });
});

test('a beacon is recorded with its size', () => {
  expect(navigator.sendBeacon('/beacon', new Blob(['12345']))).toBe(true);
  expect(seen.of('network')).toMatchObject([
    { api: 'beacon', method: 'POST', failed: false, status: 0, requestBytes: 5 },
  ]);
});
