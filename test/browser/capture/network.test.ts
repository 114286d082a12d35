import { describe, expect, onTestFinished, test } from 'vitest';
import { trackNetwork } from '../../../src/capture/trackNetwork.ts';
import { run } from './scope.ts';

/** Until the end of the test. */
function replaceFetch(replacement: typeof fetch, native = window.fetch): void {
  window.fetch = replacement;
  onTestFinished(() => {
    window.fetch = native;
  });
}

const here = location.origin;

describe('fetch', () => {
  test('is recorded with method, scrubbed address, status and sizes', async () => {
    const seen = run(trackNetwork);
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

  test('tells no address that stands encoded in a path, and no query in a message', async () => {
    const seen = run(trackNetwork);
    await fetch('/users/canary%40example.org');
    await fetch('http://[/?who=canary').catch(() => undefined);
    expect(seen.of('network').map(({ path }) => path)).toEqual(['/users/***', 'http://[/']);
    expect(JSON.stringify(seen.captures)).not.toContain('canary');
  });

  test('takes Request and URL', async () => {
    const seen = run(trackNetwork);
    await fetch(new Request('/', { method: 'HEAD' }));
    await fetch(new URL('/', here));
    expect(seen.of('network').map(({ method }) => method)).toEqual(['HEAD', 'GET']);
  });

  test('that fails gives the page the same error, and stays an unhandled rejection', async () => {
    const seen = run(trackNetwork);
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
    expect(seen.of('network')).toMatchObject([
      { status: 0, failed: true, aborted: true, message: 'Error: stopped by test' },
    ]);
  });

  test('tells the media type of the answer, and whether the page or its time limit broke it off', async () => {
    replaceFetch((_, { signal } = {}) => {
      if (signal) return Promise.reject(signal.reason instanceof Error ? signal.reason : new Error('none'));
      return Promise.resolve(new Response('{}', { headers: { 'content-type': 'Application/JSON; charset=utf-8' } }));
    });
    const seen = run(trackNetwork);
    await fetch('/a');
    const limit = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
    await fetch('/b', { signal: limit }).catch(() => undefined);
    expect(seen.of('network')).toMatchObject([
      { mediaType: 'application/json', failed: false },
      { failed: true, message: 'TimeoutError: late' },
    ]);
    expect(seen.of('network')[1]).not.toHaveProperty('aborted');
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
    replaceFetch(() => Promise.resolve(original));
    const seen = run(trackNetwork);
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
    const seen = run(trackNetwork);
    await fetch('/own/segments').catch(() => undefined);
    expect(seen.captures).toEqual([]);
  });

  test('with strange arguments behaves as without us', async () => {
    const seen = run(trackNetwork);
    const hostile = {
      toString: () => {
        throw new RangeError('from the page');
      },
    };
    const answer: unknown = Reflect.apply(fetch, window, [hostile]);
    await expect(answer).rejects.toThrow('from the page');
    await expect(fetch('http://[')).rejects.toThrow(TypeError);
    expect(seen.failures).toEqual([]);
  });
});

describe('patches', () => {
  test('pass through when another one lies over ours at stop', async () => {
    const native = window.fetch;
    const seen = run(trackNetwork);
    const ours = window.fetch;
    const over: typeof fetch = (...args) => ours(...args);
    replaceFetch(over, native);
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
    const seen = run(trackNetwork);
    const xhr = await send('/missing-file.json?q=who');
    await expect.poll(() => seen.of('network').length).toBe(1);
    expect(seen.of('network')).toMatchObject([
      { api: 'xhr', method: 'GET', url: `${here}/missing-file.json?q=***`, status: xhr.status, failed: false },
    ]);
  });

  test('that is aborted has failed', async () => {
    const seen = run(trackNetwork);
    await send('/', (xhr) => xhr.abort());
    expect(seen.of('network')).toMatchObject([{ status: 0, failed: true, aborted: true, message: 'abort' }]);
  });

  test('that is used twice is recorded twice', async () => {
    const seen = run(trackNetwork);
    const xhr = await send('/');
    await new Promise((resolve) => {
      xhr.addEventListener('loadend', resolve);
      xhr.open('HEAD', '/');
      xhr.send();
    });
    await expect.poll(() => seen.of('network').map(({ method }) => method)).toEqual(['GET', 'HEAD']);
  });

  test('in the wrong state throws what the browser throws', () => {
    const seen = run(trackNetwork);
    expect(() => new XMLHttpRequest().send()).toThrow(DOMException);
    const openWrongly = () => {
      Reflect.apply(XMLHttpRequest.prototype.open, {}, ['GET', '/']);
    };
    expect(openWrongly).toThrow(TypeError);
    expect(seen.failures).toEqual([]);
  });
});

test('a beacon is recorded with its size', () => {
  const seen = run(trackNetwork);
  expect(navigator.sendBeacon('/beacon', new Blob(['12345']))).toBe(true);
  expect(seen.of('network')).toMatchObject([
    { api: 'beacon', method: 'POST', failed: false, status: 0, requestBytes: 5 },
  ]);
});
