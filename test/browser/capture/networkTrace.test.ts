import { describe, expect, test } from 'vitest';
import { answerWith, BODIES, correlation, json, only, start } from './deepNetwork.ts';

const here = location.origin;
const TRACE = /^00-([\da-f]{32})-[\da-f]{16}-01$/;

describe('correlation of fetch', () => {
  test('goes to allowed origins, and is recorded', async () => {
    const { asked } = answerWith(() => json({}));
    const seen = start({ correlate: true });
    await fetch('/a', { headers: { 'x-own': '1' } });
    const { traceId } = await only(seen);
    const [request] = asked;
    expect(TRACE.exec(request?.headers.get('traceparent') ?? '')?.[1]).toBe(traceId);
    expect(request?.headers.get('x-rewindow-session')).toBe(correlation.sessionId);
    expect(request?.headers.get('x-own')).toBe('1');
  });

  test.each<[string, RequestInfo, RequestInit?]>([
    ['another origin', 'https://other.example/x'],
    ['no-cors', '/x', { mode: 'no-cors' }],
    ['a Request without CORS', new Request('/x', { mode: 'no-cors' })],
  ])('leaves alone: %s', async (_, input, init) => {
    const { calls } = answerWith(() => json({}));
    const seen = start({ correlate: true });
    const args: Parameters<typeof fetch> = init ? [input, init] : [input];
    await fetch(...args);
    expect(calls).toEqual([args]);
    expect(calls[0]?.[1]).toBe(init);
    expect(await only(seen)).not.toHaveProperty('traceId');
  });

  test('keeps a trace that the page has set', async () => {
    const { asked } = answerWith(() => json({}));
    const seen = start({ correlate: true });
    const own = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-00`;
    await fetch('/a', { headers: { traceparent: own } });
    expect(asked[0]?.headers.get('traceparent')).toBe(own);
    expect((await only(seen)).traceId).toBe('ab'.repeat(16));
  });

  test('takes a Request as it is: neither read nor changed, nor its settings lost', async () => {
    const { asked, calls } = answerWith(() => json({}));
    const controller = new AbortController();
    const init: RequestInit = {
      ...{ method: 'PUT', body: 'words', credentials: 'omit', cache: 'no-store', redirect: 'error' },
      ...{ referrer: `${here}/from`, referrerPolicy: 'origin', headers: { 'x-own': '1' }, signal: controller.signal },
    };
    const request = new Request('/a', init);
    start({ correlate: true });
    await fetch(request);
    expect(calls[0]?.[0]).toBe(request);
    expect(request.headers.has('traceparent')).toBe(false);
    const [sent] = asked;
    expect(sent).toMatchObject({
      ...{ method: 'PUT', credentials: 'omit', cache: 'no-store', redirect: 'error' },
      ...{ referrer: `${here}/from`, referrerPolicy: 'origin' },
    });
    expect([sent?.headers.get('x-own'), sent?.headers.has('traceparent')]).toEqual(['1', true]);
    expect(await sent?.text()).toBe('words');
    controller.abort();
    expect(sent?.signal.aborted).toBe(true);
  });

  test('understands whatever fetch understands as its settings', async () => {
    const { asked } = answerWith(() => json({}));
    start({ correlate: true });
    const prototype = { method: 'POST', body: 'inherited', headers: { 'x-own': '1' } };
    await fetch('/a', Object.create(prototype) as RequestInit);
    await fetch('/b', new Request('/ignored', { method: 'PATCH', headers: { 'x-own': '2' } }));
    await fetch('/c', Object.freeze({ headers: Object.freeze({ 'x-own': '3' }) }));
    await fetch('/d', { headers: new Map([['x-own', '4']]) as unknown as HeadersInit });
    expect(asked.map(({ method, headers }) => `${method} ${String(headers.get('x-own'))}`)).toEqual([
      ...['POST 1', 'PATCH 2', 'GET 3', 'GET 4'],
    ]);
    expect(asked.map(({ headers }) => headers.has('traceparent'))).toEqual([true, true, true, false]);
    expect(await asked[0]?.text()).toBe('inherited');
  });

  test('leaves errors to the browser', async () => {
    const seen = start({ correlate: true, headers: ['accept'], bodies: BODIES });
    await expect(fetch('/a', { headers: { 'no name': '1' } })).rejects.toThrow(TypeError);
    await expect(fetch('/a', { method: 'GET', body: 'x' })).rejects.toThrow(TypeError);
    await expect.poll(() => seen.of('network').length).toBe(2);
    expect(seen.failures).toEqual([]);
  });
});
