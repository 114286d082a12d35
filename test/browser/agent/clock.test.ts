import * as v from 'valibot';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openHostPage } from './hostPage.ts';

const Rec = v.object({ kind: v.string(), at: v.number() });
const YEAR_MS = 365 * 86_400_000;

test('a host that puts its own clock in the place of Date changes neither the times of records nor what the ring keeps', async () => {
  const native = Date.now;
  onTestFinished(() => {
    Date.now = native;
  });
  Date.now = () => native.call(Date) - YEAR_MS;
  const page = openHostPage({ capture: [{ kinds: ['custom'] }], buffer: { minutes: 1 } });
  page.init({ feedback: 'held' });
  await page.phase('recording');
  page.rewindow.track('early');
  Date.now = () => native.call(Date) + YEAR_MS;
  page.rewindow.track('late');
  const times = await vi.waitFor(
    async () => {
      const records = (await page.records()).map((text) => v.parse(Rec, JSON.parse(text)));
      const custom = records.filter(({ kind }) => kind === 'custom');
      expect(custom).toHaveLength(2);
      return custom.map(({ at }) => at);
    },
    { timeout: 8_000 },
  );
  for (const at of times) expect(Math.abs(at - native.call(Date))).toBeLessThan(60_000);
  const { recording } = await page.rewindow.status();
  expect(recording?.store.ring.toAt).toBeGreaterThan(native.call(Date) - 60_000);
  await page.give({ verb: 'buffer.send', lastMs: 60_000 });
  await vi.waitFor(() => expect(page.sent.some(({ path }) => path === '/v1/segments')).toBe(true), { timeout: 8_000 });
});
