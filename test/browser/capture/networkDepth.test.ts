import { describe, expect, onTestFinished, test } from 'vitest';
import { answerWith, BODIES, json, only, start } from './deepNetwork.ts';

describe('bodies of fetch', () => {
  test('are recorded redacted; the page gets its own whole', async () => {
    answerWith(() => json({ own: 'SECRET', id: 7, user: { password: 'SECRET', mail: 'ada@example.org' } }));
    const seen = start({ bodies: BODIES });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/api', { method: 'POST', headers, body: '{"token":"SECRET","n":1}' });
    expect(response.bodyUsed).toBe(false);
    expect(await response.json()).toMatchObject({ own: 'SECRET' });
    const { requestBody, responseBody } = await only(seen);
    expect(requestBody).toEqual({ type: 'application/json', text: '{"token":"***","n":1}' });
    const text = '{"own":"***","id":7,"user":{"password":"***","mail":"***"}}';
    expect(responseBody).toEqual({ type: 'application/json', text });
  });

  test('have their texts masked where the page’s are', async () => {
    answerWith(() => json({ name: 'Ada Lovelace' }));
    const seen = start({ bodies: BODIES }, 'text');
    await fetch('/api', { method: 'POST', body: 'plain words' });
    const { requestBody, responseBody } = await only(seen);
    expect([requestBody?.text, responseBody?.text]).toEqual(['***** *****', '{"name":"*** ********"}']);
  });

  test('of event streams, binary data, and what says that it is long are neither cloned nor read', async () => {
    const answers = [
      new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } }),
      new Response('x', { headers: { 'content-type': 'image/png' } }),
      new Response('x', { headers: { 'content-type': 'text/plain', 'content-length': '5000000' } }),
    ];
    const cloned: Response[] = [];
    for (const answer of answers) {
      answer.clone = () => {
        cloned.push(answer);
        return answer;
      };
    }
    answerWith(() => answers.shift() ?? Response.error());
    const seen = start({ bodies: BODIES });
    for (const path of ['/a', '/b', '/c']) await fetch(path);
    await expect.poll(() => seen.of('network').length).toBe(3);
    const notes = new Map(seen.of('network').map(({ path, responseBody }) => [path, responseBody]));
    expect(notes.get('/a')).toBeUndefined();
    expect(notes.get('/b')).toBeUndefined();
    expect(notes.get('/c')).toEqual({ type: 'text/plain', note: 'too long' });
    expect(cloned).toEqual([]);
  });

  test('that never end are read to the cap only, and then left to the page alone', async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new TextEncoder().encode('x'.repeat(1_000)));
      },
    });
    answerWith(() => new Response(body, { headers: { 'content-type': 'text/plain' } }));
    const seen = start({ bodies: BODIES });
    const response = await fetch('/endless');
    const { responseBody } = await only(seen);
    expect(responseBody).toEqual({ type: 'text/plain', text: 'x'.repeat(1_000), note: 'cut' });
    const before = pulled;
    expect(before).toBeLessThan(10);
    const reader = response.body?.getReader();
    for (let count = 0; count < 20; count += 1) expect((await reader?.read())?.value).toHaveLength(1_000);
    await reader?.cancel();
  });

  test('come chunk by chunk to the page: nothing waits for what comes later', async () => {
    const order: string[] = [];
    const answer = () => {
      let send: (text: string) => void = () => undefined;
      const body = new ReadableStream({
        start(controller) {
          send = (text) => {
            order.push(`sent ${text}`);
            if (text === 'end') controller.close();
            else controller.enqueue(new TextEncoder().encode(text));
          };
        },
      });
      return { send, response: new Response(body, { headers: { 'content-type': 'text/plain' } }) };
    };
    const play = async () => {
      order.length = 0;
      const { send, response } = answer();
      const native = window.fetch;
      window.fetch = () => Promise.resolve(response);
      const seen = start({ bodies: BODIES });
      const reader = (await fetch('/chunks')).body?.getReader();
      order.push('head');
      for (const text of ['a', 'b', 'c']) {
        send(text);
        const read = await reader?.read();
        order.push(`got ${new TextDecoder().decode(read?.value)}`);
      }
      send('end');
      order.push(`done ${String((await reader?.read())?.done)}`);
      const { responseBody } = await only(seen);
      seen.stop();
      window.fetch = native;
      return responseBody?.text;
    };
    expect(await play()).toBe('abc');
    expect(order.join()).toBe('head,sent a,got a,sent b,got b,sent c,got c,sent end,done true');
  });

  test('that break off, and those that are not read when the page goes, are noted', async () => {
    let fail: (error: Error) => void = () => undefined;
    const body = new ReadableStream({
      start(controller) {
        fail = (error) => {
          controller.error(error);
        };
      },
    });
    answerWith(() => new Response(body, { headers: { 'content-type': 'text/plain' } }));
    const seen = start({ bodies: BODIES });
    const response = await fetch('/broken');
    fail(new Error('line lost'));
    await expect(response.text()).rejects.toThrow(TypeError);
    expect((await only(seen)).responseBody).toEqual({ type: 'text/plain', note: 'broken off' });

    answerWith(() => new Response(new ReadableStream(), { headers: { 'content-type': 'text/plain' } }));
    const leaving = start({ bodies: BODIES });
    await fetch('/open');
    expect(leaving.captures).toEqual([]);
    window.dispatchEvent(new Event('pagehide'));
    expect((await only(leaving)).responseBody).toEqual({ type: 'text/plain', note: 'not finished' });
  });

  test('no rule, no clone, no delay', async () => {
    const answer = json({ a: 1 }, { 'content-length': '7' });
    answer.clone = () => expect.unreachable();
    answerWith(() => answer);
    const seen = start({ bodies: [{ ...BODIES[0]!, url: 'https://other.example' }] });
    await fetch('/api', { method: 'POST', body: 'x' });
    expect(seen.of('network')).toHaveLength(1);
    expect(seen.of('network')[0]).not.toHaveProperty('requestBody');
  });
});

describe('headers', () => {
  test('that the rule names are recorded, of request and answer', async () => {
    answerWith(() => json({}, { 'x-request-id': 'r7', 'set-cookie': 'SECRET', 'x-other': 'o' }));
    const seen = start({ headers: ['X-Request-ID', 'authorization', 'set-cookie', 'accept'] });
    await fetch(new Request('/a', { headers: { accept: 'text/x', authorization: 'SECRET' } }));
    const { requestHeaders, responseHeaders } = await only(seen);
    expect(requestHeaders).toEqual({ accept: 'text/x' });
    expect(responseHeaders).toEqual({ 'x-request-id': 'r7' });
  });
});

test('the size of an answer that does not say it comes from the browser’s timing', async () => {
  const native = window.fetch;
  window.fetch = async (...args) => new Response(await (await native(...args)).blob());
  onTestFinished(() => {
    window.fetch = native;
  });
  const seen = start({ headers: ['x-none'] });
  const response = await fetch(`/package.json?${Math.random()}#part`);
  const { size } = await response.blob();
  expect((await only(seen)).responseBytes).toBe(size);
});

test('what waits is emitted at stop', async () => {
  answerWith(() => json({ a: 1 }));
  const seen = start({ bodies: BODIES });
  await fetch('/a');
  seen.stop();
  expect(seen.of('network')).toHaveLength(1);
  await fetch('/b');
  expect(seen.of('network')).toHaveLength(1);
});
