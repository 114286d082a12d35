import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCardNumber, scrubMessage, scrubStart, scrubText, scrubUrl } from 'rewindow/scrub';

const CARD = '4111111111111111';

/** Digits with the check digit that makes them a card number. */
const cards = fc.array(fc.nat(9), { minLength: 12, maxLength: 18 }).map((digits) => {
  const body = digits.join('');
  const check = Array.from('0123456789').find((digit) => isCardNumber(body + digit));
  return body + (check ?? '');
});

describe('scrubText', () => {
  it.each([
    ['ada@example.com', '***'],
    ['write to Ada.L+shop@mail.example.co.uk, please', 'write to ***, please'],
    ['jürgen@bücher.example', '***'],
    [`card ${CARD}.`, 'card ***.'],
    ['card 4111 1111 1111 1111 ok', 'card *** ok'],
    ['4111-1111-1111-1111', '***'],
    ['4111\u00a01111\u00a01111\u00a01111', '***'],
    ['order 12 4111 1111 1111 1111 of 3', 'order 12 *** of 3'],
    [`${CARD} ${CARD}`, '*** ***'],
    ['order 1234567890123456 of 2024', 'order 1234567890123456 of 2024'],
    ['nothing @ all', 'nothing @ all'],
  ])('%s becomes %s', (text, scrubbed) => {
    expect(scrubText(text)).toBe(scrubbed);
  });

  it('leaves no card number that stands by itself', () => {
    const separator = fc.constantFrom('', ' ', '-', '\u00a0');
    fc.assert(
      fc.property(cards, separator, fc.nat(999), (card, between, other) => {
        const grouped = (card.match(/.{1,4}/g) ?? []).join(between);
        expect(scrubText(`pay ${grouped} now`)).toBe('pay *** now');
        expect(scrubText(`${String(other)} ${grouped}`)).not.toContain(grouped);
      }),
    );
  });

  it('changes nothing twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('a@.1 -4%')), maxLength: 60 }), (text) => {
        expect(scrubText(scrubText(text))).toBe(scrubText(text));
      }),
    );
  });

  it('comes to an end with long hostile text', () => {
    expect(scrubText('1 '.repeat(50_000))).toHaveLength(100_000);
    expect(scrubText('a'.repeat(100_000) + '@')).toHaveLength(100_001);
    expect(scrubText('a@'.repeat(50_000))).toHaveLength(100_000);
    for (const part of ['eyJaaaa-', 'bearer ', '-----BEGIN A-----', 'sk_live', 'a.', '-----BEGIN '])
      expect(scrubMessage(part.repeat(20_000)).length).toBeGreaterThan(0);
  });
});

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';

describe('keys and tokens', () => {
  it.each([
    ['a JSON web token', JWT],
    ['a cut one', JWT.slice(0, 40)],
    ['of Amazon', 'AKIAIOSFODNN7EXAMPLE'],
    ['of GitHub', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['of Stripe', ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_')],
    ['of Slack', ['xoxb', '17653672481', '19874698323'].join('-')],
    ['of Google', `AIza${'Sy'.repeat(18)}`],
  ])('%s', (_name, token) => {
    expect(scrubText(token)).toBe('***');
    expect(scrubText(`use (${token}), please`)).toBe('use (***), please');
    expect(scrubText(`Bearer ${token}`)).toBe('Bearer ***');
  });

  it('what a bearer shows', () => {
    expect(scrubText('Authorization: Bearer mF_9.B5f-4.1JqM+/=x')).toBe('Authorization: Bearer ***');
    expect(scrubText('the bearer of this letter')).toBe('the bearer of this letter');
  });

  it('blocks of keys, cut or whole', () => {
    const block = '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAK\nabc=\n-----END RSA PRIVATE KEY-----';
    expect(scrubText(`key: ${block} end`)).toBe('key: *** end');
    expect(scrubText(`key: ${block.slice(0, 50)}`)).toBe('key: ***');
  });

  it('no long words of programs', () => {
    for (const text of [
      'html2canvas-pro.esm.development',
      'task-live-region-container',
      'eyJ',
      'a_very_long_identifier_name',
    ])
      expect(scrubText(text)).toBe(text);
  });
});

describe('scrubMessage', () => {
  it.each([
    ['GET /api?token=abc&user=7 failed', 'GET /api?token=***&user=*** failed'],
    ['{"password":"a \\u0022 b","user":"ada"}', '{"password":***,"user":"ada"}'],
    ["login failed: {pin: 1234, name: 'x'}", "login failed: {pin: ***, name: 'x'}"],
    ['Authorization: Basic YWRhOmxvdmVsYWNl next', 'Authorization: *** next'],
    ['apiKey=abc; mode=x', 'apiKey=***; mode=x'],
    ['at https://shop.example/?a=b#access_token=c:', 'at https://shop.example/?a=***#access_token=***'],
    [`"/x?card=${CARD}" by ada@example.com`, '"/x?card=***" by ***'],
    ['is 1 == 2? no = no', 'is 1 == 2? no = no'],
  ])('%s becomes %s', (text, scrubbed) => {
    expect(scrubMessage(text)).toBe(scrubbed);
    expect(scrubMessage(scrubbed)).toBe(scrubbed);
  });
});

describe('scrubStart', () => {
  it('lets no part of a secret through, wherever it is cut', () => {
    const secrets = fc.constantFrom(CARD, '4111 1111 1111 1111', 'ada.lovelace@mail.example.com');
    const given = fc.tuple(fc.nat(600), secrets, fc.nat(1_200), fc.integer({ min: 1, max: 700 }));
    fc.assert(
      fc.property(given, ([before, secret, after, lengthMax]) => {
        const start = scrubStart(`${'x'.repeat(before)} ${secret} ${'x'.repeat(after)}`, lengthMax);
        expect(start.length).toBeLessThanOrEqual(lengthMax);
        expect(start).toMatch(/^[x *]*$/);
      }),
    );
  });

  it('keeps as much as it may', () => {
    expect(scrubStart('x'.repeat(5_000), 1_000)).toHaveLength(1_000);
    expect(scrubStart('short', 1_000)).toBe('short');
  });
});

describe('isCardNumber', () => {
  it.each([CARD, '378282246310005', '4222222222222', '4111 1111-1111 1111', '6304000000000000000'])(
    '%s is one',
    (text) => {
      expect(isCardNumber(text)).toBe(true);
    },
  );

  it.each(['', '4111111111111112', '411111111111', '41111111111111111111', '4111x11111111111', 'abcdefghijklmnop'])(
    '%s is none',
    (text) => {
      expect(isCardNumber(text)).toBe(false);
    },
  );
});

describe('scrubUrl', () => {
  it.each([
    ['https://shop.example/cart', 'https://shop.example/cart'],
    ['https://shop.example/cart?token=abc&q=', 'https://shop.example/cart?token=***&q=***'],
    ['/search?q=ada@example.com', '/search?q=***'],
    ['/search?ada@example.com', '/search?***'],
    ['/search?ada%40example.com=1', '/search?***=***'],
    [`/pay?${CARD}`, '/pay?***'],
    ['/a?a=1?b=2', '/a?a=***'],
    ['https://ada:secret@shop.example/', 'https://shop.example/'],
    ['https://ada:p@ss@shop.example/', 'https://shop.example/'],
    ['//ada:secret@shop.example/', '//shop.example/'],
    ['/users/ada@example.com/orders', '/users/***/orders'],
    ['/users/ada%40example.com/orders', '/users/***/orders'],
    ['/pay/4111%201111%201111%201111', '/pay/***'],
    ['/caf%C3%A9/100%25', '/caf%C3%A9/100%25'],
    ['/cart#/checkout/step', '/cart#/checkout/step'],
    ['/cart#/checkout?token=abc', '/cart#/checkout'],
    ['/cart#access_token=abc', '/cart'],
    ['data:text/html,secret', 'data:'],
    [' DATA:text/html,secret', 'data:'],
    ['', ''],
  ])('%s becomes %s', (url, scrubbed) => {
    expect(scrubUrl(url)).toBe(scrubbed);
  });

  it('keeps the values that are allowed, but no card numbers or addresses in them', () => {
    expect(scrubUrl('/list?page=2&q=x', ['page'])).toBe('/list?page=2&q=***');
    expect(scrubUrl('/list?page=ada%40example.com', ['page'])).toBe('/list?page=***');
  });

  it('shows no value of a query, whatever it is', () => {
    const value = fc.string({ unit: 'grapheme-ascii', minLength: 4 }).filter((text) => !/^[*%\s]*$/.test(text));
    fc.assert(
      fc.property(value, (secret) => {
        const scrubbed = scrubUrl(`https://shop.example/p?name=${encodeURIComponent(secret)}`);
        expect(scrubbed).toBe('https://shop.example/p?name=***');
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (url, tail) => {
        expect(typeof scrubUrl(url)).toBe('string');
        expect(typeof scrubUrl(`http://a/${url}?${tail}#${url}`)).toBe('string');
      }),
    );
  });
});
