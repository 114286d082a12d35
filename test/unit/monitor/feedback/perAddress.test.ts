import { describe, expect, it } from 'vitest';
import { networkOf } from '../../../../monitor/src/feedback/perAddress.ts';
import { makeIds } from '../core/segments.ts';
import { ask, feedbackUrl } from './asking.ts';
import { APP, useChannels } from './channels.ts';

const open = useChannels();
const LONG_MS = 25_000;

describe('connections of one address', () => {
  it.each(['/v1/feedback', '/v1/feedback/stream', '/v1/tap/feedback'])(
    'are limited (%s); who is refused hears when to come again, and finds room when another has gone',
    async (path) => {
      const { address, untilHeld } = await open({ connectionsPerAddress: 2 });
      const gone = new AbortController();
      const held = [
        ask(address, makeIds(), { waitMs: LONG_MS }, gone.signal),
        ask(address, makeIds(), { waitMs: LONG_MS }),
      ];
      held[0]?.catch(() => undefined);
      await untilHeld(2);
      const url = new URL(feedbackUrl(makeIds(), { waitMs: 50 }).replace('/v1/feedback', path), address);
      const question = { tap: makeIds().pageId, sessions: [], known: [], waitMs: 50 };
      const tap = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) };
      const request = path.includes('tap') ? tap : {};
      const refused = await fetch(url, request);
      expect([refused.status, await refused.json()]).toMatchObject([429, { error: { code: 'too_many_requests' } }]);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(10);
      // Who asks without waiting holds nothing.
      expect(await ask(address, makeIds(), { waitMs: 0 })).toMatchObject({ instructions: [] });
      gone.abort();
      await untilHeld(1);
      const leaving = new AbortController();
      expect((await fetch(url, { ...request, signal: leaving.signal })).status).toBe(200);
      leaving.abort();
    },
  );

  it('are not limited by 0', async () => {
    const { address, untilHeld, rules } = await open({ connectionsPerAddress: 0 });
    const held = Array.from({ length: 20 }, () => ask(address, makeIds(), { waitMs: LONG_MS }));
    await untilHeld(20);
    await rules.publish(APP, JSON.stringify({ version: 1, name: 'one' }));
    expect(await Promise.all(held)).toHaveLength(20);
  });

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    // Whoever has an IPv6 address has at least so many.
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['', ''],
  ])('belong together by the network of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
