import fc from 'fast-check';
import { LINK_ACTIONS, type LinkPolicy } from 'rewindow/wire';
import { describe, expect, test } from 'vitest';
import { decideLink } from '../../../worker/link/decideLink.ts';
import { createLink } from '../../../worker/link/link.ts';

const SENDING: LinkPolicy = {
  ...({ cellular: 'send', slow: 'send', metered: 'send', saver: 'send', lowBattery: 'send' } as const),
  ...{ slowKbps: 300, maxHoldMinutes: 60 },
};
const action = fc.constantFrom(...LINK_ACTIONS);

describe('decideLink', () => {
  test.each([
    ['cellular', { type: 'cellular' }],
    ['slow', { kbps: 299 }],
    ['slow', { effectiveType: '2g', kbps: 2_000 }],
    ['metered', { metered: true }],
    ['metered', { type: 'cellular' }],
    ['saver', { saveData: true }],
    ['lowBattery', { isBatteryLow: true }],
  ] as const)('%s: %o', (cause, facts) => {
    const all = { isBatteryLow: false, ...facts };
    expect(decideLink({ ...SENDING, [cause]: 'hold' }, all)).toEqual({ action: 'hold', causes: [cause] });
    expect(decideLink({ ...SENDING, [cause]: 'hold' }, { isBatteryLow: false, type: 'wifi', kbps: 300 })).toEqual({
      action: 'send',
      causes: [],
    });
  });

  test('the strictest of what is so counts', () => {
    fc.assert(
      fc.property(action, action, action, (saver, slow, lowBattery) => {
        const policy = { ...SENDING, saver, slow, lowBattery };
        const decided = decideLink(policy, { saveData: true, kbps: 1, isBatteryLow: true });
        const strictest = Math.max(...[saver, slow, lowBattery].map((each) => LINK_ACTIONS.indexOf(each)));
        expect(decided.action).toBe(LINK_ACTIONS[strictest]);
        expect(decided.causes).toHaveLength([saver, slow, lowBattery].filter((each) => each !== 'send').length);
      }),
    );
  });
});

describe('the measured speed', () => {
  const settings = { link: { ...SENDING, slow: 'hold' as const }, isBatteryLow: false };

  test('is smoothed, and small uploads don’t count', () => {
    const link = createLink({ connection: undefined }, settings);
    link.note(5_000, 10_000);
    expect(link.kbps()).toBeUndefined();
    link.note(100_000, 1_000);
    expect(link.kbps()).toBe(800);
    link.note(100_000, 8_000);
    expect(link.kbps()).toBeCloseTo(590);
    for (let count = 0; count < 20; count += 1) link.note(100_000, 8_000);
    expect(link.decide()).toEqual({ action: 'hold', causes: ['slow'] });
    link.forget();
    expect(link.decide().action).toBe('send');
  });

  test('the browser’s word counts where there is one; nonsense does not', () => {
    const said = createLink({ connection: { downlink: 0.1 } }, settings);
    said.note(100_000, 10);
    expect([said.decide().action, said.kbps()]).toEqual(['hold', undefined]);
    const odd = createLink({ connection: { downlink: 'x', type: 7, saveData: 'yes' } }, settings);
    expect(odd.decide().action).toBe('send');
  });
});
