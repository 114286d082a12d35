import * as v from 'valibot';
import { expect, test, vi } from 'vitest';
import { openHostPage, type HostPage } from './hostPage.ts';

const Rec = v.object({ kind: v.string(), at: v.number(), data: v.record(v.string(), v.unknown()) });
const recordsOf = async (page: HostPage) => (await page.records()).map((text) => v.parse(Rec, JSON.parse(text)));
const soon = <T>(check: () => T) => vi.waitFor(check, { timeout: 5_000 });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('a page that pauses before the agent has begun is not recorded until it goes on', async () => {
  const page = openHostPage({ capture: [{ kinds: ['navigation', 'page', 'custom', 'agent'] }] });
  page.rewindow.pause();
  page.init();
  await page.phase('paused');
  page.rewindow.track('hidden');
  await pause(1_000);
  const before = await recordsOf(page);
  expect(before.map(({ kind, data }) => [kind, data['code']])).toEqual([['agent', 'paused']]);
  page.rewindow.resume();
  page.rewindow.track('shown');
  await soon(async () => expect((await recordsOf(page)).map(({ kind }) => kind)).toContain('custom'));
  expect(JSON.stringify(await recordsOf(page))).not.toContain('hidden');
});

test('while the page pauses an operator gets no image', async () => {
  const page = openHostPage({ capture: [{ kinds: ['custom'] }] });
  page.rewindow.pause();
  page.orders.push({ verb: 'image', target: 'viewport' });
  page.init();
  await page.phase('paused');
  const words = () =>
    page.sent
      .filter(({ path }) => path === '/v1/acknowledgements')
      .map(({ body }) => body)
      .join('');
  await soon(() => expect(words()).toContain('"image"'));
  expect(words()).toContain('page_paused');
});

test('what the page has said once is told to its next session in that session’s time', async () => {
  const page = openHostPage({ capture: [{ kinds: ['custom', 'identify'] }] });
  page.rewindow.identify('ada');
  await pause(300);
  page.init();
  await page.phase('recording');
  const first = (await page.rewindow.status()).ids?.sessionId ?? '';
  await pause(300);
  const endedAt = Date.now();
  localStorage.setItem(`rewindow:${page.app}:ended`, JSON.stringify(first));
  localStorage.removeItem(`rewindow:${page.app}:session`);
  page.rewindow.track('more');
  await soon(async () => expect((await page.rewindow.status()).ids?.sessionId ?? first).not.toBe(first));
  await page.phase('recording');
  const since = await soon(async () => {
    const told = (await recordsOf(page)).filter(({ kind }) => kind === 'identify').map(({ at }) => at);
    expect(told).not.toEqual([]);
    return told;
  });
  expect(Math.max(...since)).toBeGreaterThanOrEqual(endedAt - 5);
});

test('what happened while nothing was captured is not looked up afterwards', async () => {
  const rules = { capture: [{ kinds: ['network', 'agent'], network: { resources: true } }] };
  const page = openHostPage(rules);
  const load = async (name: string) => {
    const image = document.createElement('img');
    image.src = `/${name}.png?${crypto.randomUUID()}`;
    await image.decode().catch(() => undefined);
    await pause(100);
  };
  // What the test's own modules have filled.
  performance.clearResourceTimings();
  await load('before-init');
  page.init({ consent: 'required' });
  await page.phase('waiting');
  await load('before-consent');
  page.rewindow.consent('granted');
  await page.phase('recording');
  const shown = async () => JSON.stringify((await recordsOf(page)).filter(({ kind }) => kind === 'network'));
  await pause(1_000);
  await load('one');
  await soon(async () => expect(await shown()).toContain('/one.png'));
  page.rewindow.pause();
  await load('while-paused');
  page.rewindow.resume();
  await pause(300);
  await load('two');
  await soon(async () => expect(await shown()).toContain('/two.png'));
  const text = await shown();
  expect(text.match(/"path":"[^"]*one\.png/g)).toHaveLength(1);
  expect(text).not.toMatch(/while-paused|before-/);
});
