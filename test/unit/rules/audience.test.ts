import fc from 'fast-check';
import { deviceOf, isInShare, matchAudience, matchLike, type AudienceFacts } from 'rewindow/rules';
import { Audience } from 'rewindow/wire';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { uuidv7 } from '../../../src/tools/uuid.ts';

const facts: AudienceFacts = {
  sessionId: '01a20085-46c4-7360-a218-17408080a34f',
  ...{ at: 1_000, path: '/shop/cart', device: 'phone', granted: new Set(), visits: { checkout: { enteredAt: 1 } } },
};
const matches = (parts: object, more: Partial<AudienceFacts> = {}) =>
  matchAudience(v.parse(Audience, { id: 'a', ...parts }), { ...facts, ...more });

describe('an audience', () => {
  it.each<[string, object, boolean]>([
    ['everybody', {}, true],
    ['who the monitor has to name, and has not', { isGranted: true }, false],
    ['a page', { pages: ['/x', '/shop/*'] }, true],
    ['another page', { pages: ['/shop'] }, false],
    ['a device', { devices: ['tablet', 'phone'] }, true],
    ['another device', { devices: ['desktop'] }, false],
    ['an earlier state', { earlierStates: ['x', 'checkout'] }, true],
    ['a state that never was', { earlierStates: ['constructor'] }, false],
    ['a time', { period: { fromAt: 1_000, toAt: 1_001 } }, true],
    ['a time that is over', { period: { toAt: 1_000 } }, false],
    ['a time of the day that nobody knows', { period: { fromTime: '00:00' } }, false],
    ['nobody', { share: 0 }, false],
    ['all at once, one of which is not so', { share: 1, pages: ['*'], devices: ['desktop'] }, false],
  ])('%s', (_, parts, expected) => {
    expect(matches(parts)).toBe(expected);
  });

  it('is granted by the monitor', () => {
    expect(matches({ isGranted: true }, { granted: new Set(['a']) })).toBe(true);
  });

  it.each<[object, number, string, boolean]>([
    [{ fromTime: '08:30', toTime: '17:00' }, 1, '08:29', false],
    [{ fromTime: '08:30', toTime: '17:00' }, 1, '08:30', true],
    [{ fromTime: '08:30', toTime: '17:00' }, 1, '17:00', false],
    [{ days: ['mon'] }, 1, '23:59', true],
    [{ days: ['mon'] }, 2, '00:00', false],
    [{ days: ['fri'], fromTime: '22:00', toTime: '02:00' }, 5, '23:00', true],
    [{ days: ['fri'], fromTime: '22:00', toTime: '02:00' }, 6, '01:59', true],
    [{ days: ['fri'], fromTime: '22:00', toTime: '02:00' }, 6, '02:00', false],
    [{ days: ['fri'], fromTime: '22:00', toTime: '02:00' }, 5, '01:00', false],
    [{ days: ['sun'], toTime: '12:00' }, 0, '11:59', true],
  ])('%j on day %i at %s', (period, day, time, expected) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    expect(matches({ period }, { local: { day, minute: hours * 60 + minutes } })).toBe(expected);
  });
});

it('who is among a share is among every larger one, and shares are what they say', () => {
  const random = (seed: number) => {
    let value = seed;
    return () => (value = (value * 48_271) % 2_147_483_647);
  };
  const next = random(7);
  const ids = Array.from({ length: 4_000 }, () =>
    uuidv7(
      1e12,
      Uint8Array.from({ length: 16 }, () => next() >> 8),
    ),
  );
  for (const share of [0, 0.01, 0.1, 0.5, 0.9, 1]) {
    const among = ids.filter((id) => isInShare(id, share));
    expect(Math.abs(among.length / ids.length - share)).toBeLessThan(0.03);
    expect(among.every((id) => isInShare(id, Math.min(1, share + 0.05)))).toBe(true);
  }
  expect(isInShare('anything', 1)).toBe(true);
});

it('devices are told by what they say', () => {
  const agents = {
    phone: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Mobile/15E',
      'Mozilla/5.0 (Linux; Android 14) Chrome/1 Mobile Safari',
    ],
    tablet: ['Mozilla/5.0 (iPad; CPU OS 12_0)', 'Mozilla/5.0 (Linux; Android 14; SM-X200) Chrome/1 Safari'],
    desktop: ['Mozilla/5.0 (Windows NT 10.0; Win64)', 'Mozilla/5.0 (Macintosh; Intel Mac OS X)', ''],
  };
  for (const [device, list] of Object.entries(agents)) for (const agent of list) expect(deviceOf(agent)).toBe(device);
  expect(deviceOf('Mozilla/5.0 (Macintosh; Intel Mac OS X)', 5)).toBe('tablet');
});

describe('like', () => {
  it('is what a regular expression of the same meaning says', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (subject, pattern) => {
        const parts = pattern.split('*').map((part) => part.replace(/[.\\/]/g, '\\$&'));
        expect(matchLike(subject, pattern)).toBe(new RegExp(`^${parts.join('.*')}$`).test(subject));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is bounded: no pattern of more than 200 characters, and no text is too much', () => {
    expect(matchLike('a', '*'.repeat(201))).toBeUndefined();
    expect(matchLike('x'.repeat(10_000), '*a'.repeat(100))).toBe(false);
    expect(matchLike('x'.repeat(10_001), '*')).toBe(false);
  });
});
