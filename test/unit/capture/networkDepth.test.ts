import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchBodyRules } from '../../../src/capture/networkDepth/bodyRule.ts';
import { createTrace, isAllowed, readTraceId } from '../../../src/capture/networkDepth/correlate.ts';
import { countBytes } from '../../../src/capture/networkDepth/cutJson.ts';
import { parseHeaders, pickHeaders, readHeaders } from '../../../src/capture/networkDepth/headers.ts';
import { startReading } from '../../../src/capture/networkDepth/readStart.ts';
import { readRequestBody } from '../../../src/capture/networkDepth/requestBody.ts';
import { scrubMessage } from '../../../src/tools/scrub.ts';

describe('a trace', () => {
  test('has the form that the standard asks for, with ids that are not zero', () => {
    const bytes = fc.oneof(fc.uint8Array({ minLength: 24, maxLength: 24 }), fc.constant(new Uint8Array(24)));
    fc.assert(
      fc.property(bytes, (random) => {
        const { traceId, header } = createTrace(random);
        expect(header).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
        expect(header).not.toMatch(/-0+-/);
        expect(readTraceId(header)).toBe(traceId);
      }),
    );
  });

  test.each(['', 'x', `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`, `00-${'A'.repeat(32)}-${'1'.repeat(16)}-01`])(
    'is not read from %o',
    (header) => {
      expect(readTraceId(header)).toBeUndefined();
    },
  );

  test('goes to allowed origins only', () => {
    const own = 'https://shop.example';
    const allows = (url: string, ...origins: string[]) => isAllowed(new URL(url), origins, own);
    expect(allows('https://shop.example/a', 'self')).toBe(true);
    expect(allows('https://api.example/a', 'self')).toBe(false);
    expect(allows('https://api.example/a', 'https://api.example/')).toBe(true);
    expect(allows('https://api.example.org/a', 'https://api.example')).toBe(false);
    expect(allows('data:text/plain,x', 'null', 'self')).toBe(false);
    expect(allows('https://shop.example/a')).toBe(false);
  });
});

describe('rules of bodies', () => {
  const rule = (url: string, more = {}) => ({
    ...{ url, request: true, response: true, types: ['application/json', 'text/'], maxBytes: 100, redact: [] },
    ...more,
  });
  const limits = (rules: ReturnType<typeof rule>[], url: string, type: string) =>
    matchBodyRules(rules, new URL(url), 'https://shop.example').limits('response', type);

  test.each([
    ['*', 'https://any.example/x', true],
    ['https://shop.example', 'https://shop.example/x', true],
    ['https://shop.example', 'https://shop.example.org/x', false],
    ['https://shop.example/api/', 'https://shop.example/api/x?y', true],
    ['https://shop.example/api/', 'https://shop.example/ap', false],
    ['/api/', 'https://shop.example/api/x', true],
    ['/api/', 'https://api.example/api/x', false],
    ['http://[', 'https://shop.example/', false],
  ])('%s and %s', (start, url, isMatch) => {
    expect(limits([rule(start)], url, 'application/json') !== undefined).toBe(isMatch);
  });

  test.each([
    ['application/json', true],
    ['application/problem+json', true],
    ['text/html', true],
    ['text/event-stream', false],
    ['image/png', false],
    ['', false],
  ])('of the type %s', (type, isMatch) => {
    expect(limits([rule('*')], 'https://shop.example/', type) !== undefined).toBe(isMatch);
  });

  test('that match together: the higher ceiling, and all that is redacted, even by one for other types', () => {
    const rules = [
      rule('*', { redact: ['a'], types: ['image/'] }),
      rule('*', { maxBytes: 500, redact: ['b'] }),
      rule('https://other.example', { redact: ['c'], maxBytes: 900 }),
    ];
    expect(limits(rules, 'https://shop.example/', 'text/plain')).toEqual({ maxBytes: 500, redact: ['a', 'b'] });
  });
});

describe('headers', () => {
  test('are those that the rule names, and never a secret one', () => {
    const names =
      'Cookie Set-Cookie Authorization Proxy-Authorization X-API-Key X-CSRF-Token X-XSRF-TOKEN WWW-Authenticate X-Session-Id X-Forwarded-For'.split(
        ' ',
      );
    const headers = new Headers([...names.map((name): [string, string] => [name, 'SECRET']), ['X-Request-Id', '7']]);
    const picked = pickHeaders([...names, ' x-request-ID', 'x-missing', 'no name'], headers, scrubMessage);
    expect(picked).toEqual({ 'x-request-id': '7' });
    expect(pickHeaders(['x-missing'], headers, scrubMessage)).toBeUndefined();
  });

  test('have scrubbed values', () => {
    const headers = new Headers({ location: 'https://shop.example/?who=ada', 'x-by': 'ada@example.org' });
    expect(pickHeaders(['location', 'x-by'], headers, scrubMessage)).toEqual({
      ...{ location: 'https://shop.example/?who=***', 'x-by': '***' },
    });
  });

  test('of any form that lasts are read; one that reading would use up is left alone', () => {
    expect(readHeaders({ a: '1' })?.get('a')).toBe('1');
    expect(readHeaders([['a', '1']])?.get('a')).toBe('1');
    expect(readHeaders(new Headers({ a: '1' }))?.get('a')).toBe('1');
    expect(readHeaders({ 'no name': '1' })).toBeUndefined();
    const once = new Map([['a', '1']]).entries();
    expect(readHeaders(once)).toBeUndefined();
    expect([...once]).toEqual([['a', '1']]);
  });

  test('are parsed as the browser lists them', () => {
    const headers = parseHeaders('content-type: text/plain\r\nx-a: b: c\r\n\r\n');
    expect([...headers]).toEqual([
      ['content-type', 'text/plain'],
      ['x-a', 'b: c'],
    ]);
  });
});

describe('request bodies', () => {
  test('tell of files that there are some, not what they are', () => {
    const form = new FormData();
    form.set('note', 'hello');
    form.set('scan', new File(['SECRET'], 'SECRET.pdf'));
    const raw = readRequestBody(form, '');
    expect(raw?.fields).toEqual([
      ['note', 'hello'],
      ['scan', 'a file of 6 bytes'],
    ]);
    expect(readRequestBody(new Blob(['SECRET']), '')).toEqual({ type: '', note: 'a file of 6 bytes' });
  });

  test('that are forms are read as such; streams and binary ones are not touched', () => {
    expect(readRequestBody('a=1&b=2', 'application/x-www-form-urlencoded')?.fields).toHaveLength(2);
    expect(readRequestBody(new URLSearchParams('a=1'), '')?.fields).toEqual([['a', '1']]);
    expect(readRequestBody('x'.repeat(200_000), 'text/plain')).toEqual({ type: 'text/plain', note: 'too long' });
    const stream = new ReadableStream();
    expect(readRequestBody(stream, '')?.note).toBe('a stream');
    expect(stream.locked).toBe(false);
    expect(readRequestBody(new Uint8Array(3), '')?.note).toBe('binary');
    expect(readRequestBody(undefined, '')).toBeUndefined();
  });
});

describe('reading', () => {
  const streamOf = (chunks: Uint8Array[], onCancel = () => undefined) =>
    new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const chunk = chunks.shift();
          if (chunk) controller.enqueue(chunk);
          else controller.close();
        },
        cancel: onCancel,
      },
      { highWaterMark: 0 },
    );

  test('ends at the cap, in whatever chunks the bytes come', async () => {
    const cases = fc.tuple(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.nat(80),
      fc.array(fc.integer({ min: 1, max: 9 })),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([text, bytesMax, sizes]) => {
        const bytes = new TextEncoder().encode(text);
        const chunks: Uint8Array[] = [];
        for (let at = 0, index = 0; at < bytes.length; index += 1) {
          const size = sizes[index % sizes.length] ?? 5;
          chunks.push(bytes.slice(at, at + size));
          at += size;
        }
        const read = await startReading(streamOf(chunks), bytesMax).done;
        expect(read.isCut).toBe(bytes.length > bytesMax);
        expect(text.startsWith(read.text)).toBe(true);
        expect(countBytes(read.text)).toBeLessThanOrEqual(bytesMax);
        if (!read.isCut) expect(read.text).toBe(text);
      }),
    );
  });

  test('cancels what it does not want, and what it is told to leave', async () => {
    let cancelCount = 0;
    const onCancel = () => void (cancelCount += 1);
    const long = startReading(streamOf([new Uint8Array(5), new Uint8Array(5), new Uint8Array(5)], onCancel), 7);
    expect((await long.done).isCut).toBe(true);
    const endless = startReading(new ReadableStream({ cancel: onCancel }), 7);
    endless.stop();
    expect(await endless.done).toEqual({ text: '', isCut: true });
    expect(cancelCount).toBe(2);
  });
});
