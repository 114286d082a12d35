import { describe, expect, test, vi } from 'vitest';
import { trackNetwork } from '../../../src/capture/trackNetwork.ts';
import { BODIES, only, start } from './deepNetwork.ts';
import { run } from './scope.ts';

describe('XMLHttpRequest', () => {
  const send = (url: string, prepare: (xhr: XMLHttpRequest) => void = () => undefined, body?: string) =>
    new Promise<XMLHttpRequest>((resolve) => {
      const xhr = new XMLHttpRequest();
      xhr.open(body === undefined ? 'GET' : 'POST', url);
      prepare(xhr);
      xhr.addEventListener('loadend', () => resolve(xhr));
      xhr.send(body);
    });
  /** An address that answers with this. */
  const serve = (text: string, type: string) => URL.createObjectURL(new Blob([text], { type }));

  test.each<[XMLHttpRequestResponseType, string]>([
    ['', '{"pin":"***","a":1}'],
    ['text', '{"pin":"***","a":1}'],
    ['json', '{"pin":"***","a":1}'],
  ])('as %o has its answer recorded redacted', async (responseType, text) => {
    const seen = start({ bodies: BODIES });
    const xhr = await send(serve('{"pin":"SECRET","a":1}', 'application/json'), (made) => {
      made.responseType = responseType;
    });
    expect(JSON.stringify(xhr.response)).toContain('SECRET');
    expect((await only(seen)).responseBody).toEqual({ type: 'application/json', text });
  });

  test.each<[XMLHttpRequestResponseType, string, string]>([
    ['blob', 'x', 'binary'],
    ['arraybuffer', 'x', 'binary'],
    ['text', 'x'.repeat(200_000), 'too long'],
  ])('as %o is noted', async (responseType, text, note) => {
    const seen = start({ bodies: BODIES });
    await send(serve(text, 'text/plain'), (xhr) => {
      xhr.responseType = responseType;
    });
    expect((await only(seen)).responseBody).toEqual({ type: 'text/plain', note });
  });

  test('opened anew on its way, is two requests, of which the first was broken off', async () => {
    const seen = run(trackNetwork);
    const xhr = new XMLHttpRequest();
    xhr.open('GET', '/first.json');
    xhr.send();
    xhr.open('GET', '/second.json');
    const ended = new Promise((resolve) => xhr.addEventListener('loadend', resolve));
    xhr.send();
    await ended;
    await vi.waitFor(() => expect(seen.of('network')).toHaveLength(2));
    const told = seen.of('network').map(({ path, failed, aborted = false }) => ({ path, failed, aborted }));
    expect(told).toEqual([
      { path: '/first.json', failed: true, aborted: true },
      { path: '/second.json', failed: false, aborted: false },
    ]);
  });

  test('has its headers and body recorded as the rule says; those of one request are not those of the next', async () => {
    const seen = start({ headers: ['x-own', 'content-type', 'authorization', 'date'], bodies: BODIES });
    const xhr = await send(
      '/missing.json',
      (made) => {
        made.setRequestHeader('x-own', '1');
        made.setRequestHeader('Content-Type', 'application/json');
        made.setRequestHeader('Authorization', 'SECRET');
      },
      '{"own":1}',
    );
    const first = await only(seen);
    expect(first.requestHeaders).toEqual({ 'x-own': '1', 'content-type': 'application/json' });
    expect(first.responseHeaders).toHaveProperty('date');
    expect(first.requestBody).toEqual({ type: 'application/json', text: '{"own":"***"}' });
    await new Promise((resolve) => {
      xhr.addEventListener('loadend', resolve);
      xhr.open('GET', '/missing.json');
      xhr.send();
    });
    await expect.poll(() => seen.of('network').length).toBe(2);
    expect(seen.of('network')[1]).not.toHaveProperty('requestHeaders');
  });

  test('gets a trace, once and only where allowed', async () => {
    const seen = start({ correlate: true });
    await send('/missing.json');
    expect((await only(seen)).traceId).toMatch(/^[\da-f]{32}$/);
    await send('https://other.invalid/');
    await expect.poll(() => seen.of('network').length).toBe(2);
    expect(seen.of('network')[1]).not.toHaveProperty('traceId');
  });

  test('is itself again after stop', () => {
    const before = Object.getOwnPropertyDescriptors(XMLHttpRequest.prototype);
    const seen = start({ correlate: true, bodies: BODIES, headers: ['a'] });
    expect(XMLHttpRequest.prototype.setRequestHeader).not.toBe(before.setRequestHeader.value);
    seen.stop();
    expect(Object.getOwnPropertyDescriptors(XMLHttpRequest.prototype)).toEqual(before);
  });
});
