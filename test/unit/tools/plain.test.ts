import { describe, expect, it } from 'vitest';
import { toPlain, toPlainRecord } from '../../../src/tools/plain.ts';

describe('data of the host', () => {
  it.each([
    ['a text with a card number', 'paid with 4000 0000 0000 0002', 'paid with ***'],
    ['a card number as a number', 4_000_000_000_000_002, '***'],
    ['a card number as a big integer', 4_000_000_000_000_002n, '***'],
    ['another large number', 4_000_000_000_000_003, 4_000_000_000_000_003],
    ['a time, though its digits add up', 1_732_233_600_011, 1_732_233_600_011],
    ['a fraction', 12.5, 12.5],
  ])('%s', (_name, value, plain) => {
    expect(toPlain(value)).toEqual(plain);
  });

  it('values named like secrets are masked, whatever they are', () => {
    const data = { password: 'x', nested: [{ accessToken: { a: 1 }, pin: 1234, ok: 'x' }], hasToken: true, cvv: null };
    expect(toPlainRecord(data)).toEqual({
      password: '***',
      nested: [{ accessToken: '***', pin: '***', ok: 'x' }],
      hasToken: true,
      cvv: null,
    });
  });

  it('what can’t be read is left out, and the rest is told', () => {
    const broken = Proxy.revocable({}, {});
    broken.revoke();
    const data = {
      get a(): string {
        throw new Error('no');
      },
      b: broken.proxy,
      c: 1,
    };
    expect(toPlainRecord(data)).toEqual({ a: '[unreadable]', b: '[unreadable]', c: 1 });
    expect(toPlainRecord(broken.proxy)).toEqual({});
  });

  it('names that are secrets themselves are scrubbed', () => {
    expect(toPlainRecord({ 'ada@example.org': 1, plan: 'pro' })).toEqual({ '***': 1, plan: 'pro' });
  });
});
