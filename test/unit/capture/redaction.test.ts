import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countBytes, cutBytes, cutJson } from '../../../src/capture/networkDepth/cutJson.ts';
import { describeBody } from '../../../src/capture/networkDepth/describeBody.ts';
import { parseRedaction } from '../../../src/capture/networkDepth/redaction.ts';
import { redactJson } from '../../../src/capture/networkDepth/redactJson.ts';
import { redactText } from '../../../src/capture/networkDepth/redactText.ts';
import { isSecretKey } from '../../../src/capture/networkDepth/secretKey.ts';
import { maskText } from '../../../src/tools/mask.ts';
import { scrubText } from '../../../src/tools/scrub.ts';

const SECRET_KEYS =
  'password passwd pwd secret token authorization auth api_key apiKey access_token refresh_token card cvv cvc iban ssn pin otp newPassword X-CSRF-Token cardNumber client_secret'.split(
    ' ',
  );
const redact = (value: unknown, ...entries: string[]) => {
  const redaction = parseRedaction(entries);
  if (!redaction) throw new Error('not understood');
  return redactJson(value, redaction, scrubText);
};
const limits = (maxBytes = 10_000, ...entries: string[]) => ({ maxBytes, redact: entries });

describe('names', () => {
  test.each(SECRET_KEYS)('%s is secret', (key) => {
    expect([key, key.toUpperCase(), key.replace(/_/g, '-')].map(isSecretKey)).toEqual([true, true, true]);
  });

  test('as words of a name count, too', () => {
    expect(['userPIN', 'pinCode', 'card_no', 'otps', 'user[pin]'].map(isSecretKey)).not.toContain(false);
  });

  test.each(['shipping', 'author', 'cardinality', 'spinner', 'name', 'amount', 'status', 'company', 'discard', ''])(
    '%s is not',
    (key) => {
      expect(isSecretKey(key)).toBe(false);
    },
  );
});

describe('paths', () => {
  const value = { user: { name: 'Ada', age: 3 }, items: [{ note: 'x', id: 1 }, { note: 'y' }], 'a b': ['q', 'r'] };

  test.each([
    ['$.user.name', { ...value, user: { name: '***', age: 3 } }],
    ['$.items[*].note', { ...value, items: [{ note: '***', id: 1 }, { note: '***' }] }],
    ['$.items[1]', { ...value, items: [{ note: 'x', id: 1 }, '***'] }],
    ["$['a b'][0]", { ...value, 'a b': ['***', 'r'] }],
    ['$.*.name', { ...value, user: { name: '***', age: 3 } }],
    ['$.nowhere.at[*].all', value],
    ['note', { ...value, items: [{ note: '***', id: 1 }, { note: '***' }] }],
    ['$', '***'],
  ])('%s', (path, expected) => {
    expect(redact(value, path)).toEqual(expected);
  });

  test.each(['$x', '$..name', '$.a[', '$.a[b]', '$.'])('%s is not understood, and then nothing is told', (path) => {
    expect(parseRedaction([path])).toBeUndefined();
    const body = describeBody({ type: 'application/json', text: '{"a":1}' }, limits(1_000, path), scrubText);
    expect(body).toEqual({ type: 'application/json', note: 'a path of redact is not understood' });
  });
});

/** Not part of any mask or name. */
const secret = fc.stringMatching(/^[a-z]{4}QZX[0-9]{4}$/);
/** Any JSON that has the secret under a name somewhere. */
const hiding = (hidden: string, key: string): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc
        .constantFrom(hidden, { inner: hidden }, [hidden, [hidden]], JSON.stringify({ [key]: hidden }))
        .map((value) => ({
          [key]: value,
        })),
      fc.tuple(fc.jsonValue(), tie('node')),
      fc.tuple(fc.string(), tie('node')).map(([name, value]) => ({ other: 1, [name]: value })),
      tie('node').map((value) => ({ text: JSON.stringify(value) })),
    ),
  })).node;

describe('JSON', () => {
  test('never tells what stands under a secret name or a rule’s own, however deep and in whatever form', () => {
    const cases = fc
      .tuple(secret, fc.constantFrom(...SECRET_KEYS, 'Own_Name'))
      .chain(([hidden, key]) => fc.tuple(fc.constant(hidden), hiding(hidden, key), fc.integer({ min: 1, max: 400 })));
    fc.assert(
      fc.property(cases, ([hidden, value, maxBytes]) => {
        const raw = { type: 'application/json', text: JSON.stringify(value) };
        expect(JSON.stringify(describeBody(raw, limits(maxBytes, 'ownName'), scrubText))).not.toContain(hidden);
      }),
      { numRuns: 500 },
    );
  });

  test('stays JSON, in no more bytes than allowed', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.integer({ min: 1, max: 300 }), (value, maxBytes) => {
        const body = describeBody(
          { type: 'application/json', text: JSON.stringify(value) },
          limits(maxBytes),
          scrubText,
        );
        if (body.text === undefined) {
          expect(body.note).toBe('too long');
          return;
        }
        JSON.parse(body.text);
        expect(countBytes(body.text)).toBeLessThanOrEqual(maxBytes);
      }),
      { numRuns: 1_000 },
    );
  });

  test('that is whole is told whole, except for its secrets', () => {
    const value = { total: 12.5, lines: [{ sku: 'a', pin: 1234 }], contact: 'ada@example.org', paid: null, ok: true };
    expect(redact(value)).toEqual({ ...value, lines: [{ sku: 'a', pin: '***' }], contact: '***' });
  });

  test('has no card number as number, and no secret as name', () => {
    expect(redact({ n: 4_111_111_111_111_111, 'ada@example.org': 1, ref: 12 })).toEqual({
      n: '***',
      '***': 1,
      ref: 12,
    });
  });

  test('keeps own properties with the names of inherited ones, and makes none', () => {
    const value: unknown = JSON.parse('{"__proto__":{"password":"x"},"constructor":1}');
    expect(JSON.stringify(redact(value))).toBe('{"__proto__":{"password":"***"},"constructor":1}');
  });

  test('of any depth is survived', () => {
    const text = `${'['.repeat(40_000)}"deep-secret"${']'.repeat(40_000)}`;
    const body = describeBody({ type: 'application/json', text }, limits(), scrubText);
    expect(JSON.stringify(body)).not.toContain('deep-secret');
  });

  test('is cut within a list and within a text', () => {
    expect(cutJson({ list: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, 17)).toEqual({ text: '{"list":[1,2,3]}', isCut: true });
    expect(cutJson({ text: 'ääääääääää' }, 20)).toEqual({ text: '{"text":"äää…"}', isCut: true });
    expect(cutJson('x', 2)).toBeUndefined();
  });

  test.each([
    ['application/json', '{"password":"hunter', { note: 'not JSON' }],
    ['application/json', ')]}\'\n{"a":1}', { note: 'not JSON' }],
    ['application/problem+json', '{"pin":1}', { text: '{"pin":"***"}' }],
    ['text/plain', '{"pin":1}', { text: '{"pin":"***"}' }],
    ['text/plain', '{"pin": 17, "rest', { text: '{"pin":***' }],
  ])('as %s: %s', (type, text, told) => {
    expect(describeBody({ type, text }, limits(), scrubText)).toEqual({ type, ...told });
  });

  test.each([
    ['{"a": 17, "rest', { note: 'not JSON' }],
    [')]}\'\n{"a":1}', { note: 'not JSON' }],
    ['words', { text: 'words' }],
  ])('that a path can’t be followed in is not told: %s', (text, told) => {
    expect(describeBody({ type: 'text/plain', text }, limits(100, '$.a'), scrubText)).toEqual({
      type: 'text/plain',
      ...told,
    });
  });

  test('of which only the beginning was read is not told', () => {
    const raw = { type: 'application/json', text: '{"a":1,', isCut: true };
    expect(describeBody(raw, limits(), scrubText)).toEqual({ type: 'application/json', note: 'too long' });
  });

  test('has masked texts and numbers where the page’s texts are masked', () => {
    const raw = { type: 'application/json', text: '{"name":"Ada L","n":3,"ok":true,"in":"{\\"a\\":\\"bc\\"}"}' };
    const text = '{"name":"*** *","n":"***","ok":true,"in":"{\\"a\\":\\"**\\"}"}';
    expect(describeBody(raw, limits(), maskText)).toEqual({ type: 'application/json', text });
  });
});

describe('text', () => {
  test.each([
    'token=SECRET&x=1',
    'x=1&access_token=SECRET',
    'password: SECRET',
    'Authorization: Bearer SECRET',
    '"api_key" : "SECRET"',
    "{'pwd': 'a\\'SECRET'}",
    '<user><password kind="x">SECRET</password></user>',
    '<Pin>SECRET</Pin>',
    'got bearer SECRET.SECRET from',
    'x:password=SECRET',
    'https://ada:SECRET@example.org/',
    'https://example.org/?q=SECRET',
    'a eyJhbGciOiJIUzI1NiJ9.SECRET.sig b',
  ])('%s', (text) => {
    const body = describeBody({ type: 'text/plain', text }, limits(), scrubText);
    expect(body.text).toContain('***');
    expect(body.text).not.toContain('SECRET');
  });

  test('without secrets stays as it is', () => {
    const text = 'Dear all: 3 = 2 + 1; shipping: tomorrow\n<b>bold</b> at 10:30';
    expect(describeBody({ type: 'text/plain', text }, limits(), scrubText)).toEqual({ type: 'text/plain', text });
  });

  // Work that grew with the square of the length would take minutes.
  test.each([':', 'a', 'a:', '"', 'a="', '<', '<a', '<a>', 'token=', 'token="', ' =', 'eyJ', 'bearer ', '://', "'"])(
    'of 100,000 characters made of %s is done at once',
    (part) => {
      expect(redactText(part.repeat(100_000 / part.length), isSecretKey).length).toBeGreaterThan(0);
    },
  );

  test('is cut within its bytes, between characters, and a secret on the edge does not pass', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, bytesMax) => {
        const cut = cutBytes(text, bytesMax);
        expect(text.startsWith(cut)).toBe(true);
        expect(countBytes(cut)).toBeLessThanOrEqual(bytesMax);
      }),
    );
    const card = '4111 1111 1111 1111';
    for (let length = 0; length < 30; length += 1) {
      const text = `${'x'.repeat(length)} ${card}${' and more'.repeat(100)}`;
      const body = describeBody({ type: 'text/plain', text }, limits(20), scrubText);
      expect(body.text).not.toMatch(/\d/);
      expect(body.note).toBe('cut');
    }
  });
});

describe('forms', () => {
  test('have their secrets masked by name, path and content', () => {
    const fields: [string, string][] = [
      ['user', 'ada@example.org'],
      ['user[password]', 'SECRET'],
      ['note', 'SECRET'],
      ['amount', '12'],
    ];
    const body = describeBody({ type: 'multipart/form-data', fields }, limits(1_000, '$.note'), scrubText);
    expect([...new URLSearchParams(body.text)]).toEqual([
      ['user', '***'],
      ['user[password]', '***'],
      ['note', '***'],
      ['amount', '12'],
    ]);
  });
});
