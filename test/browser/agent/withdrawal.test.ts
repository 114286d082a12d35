import * as v from 'valibot';
import { describe, expect, test, vi } from 'vitest';
import { openHostPage, type HostPage } from './hostPage.ts';

const RULES = { capture: [{ kinds: ['custom', 'consent'] }] };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const consentOf = ({ app }: HostPage) => `rewindow:${app}:consent`;
const told = ({ sent }: HostPage) =>
  sent
    .filter(({ path }) => path === '/v1/consent')
    .map(({ body }) => v.parse(v.object({ sessionId: v.string() }), JSON.parse(body)).sessionId);
const sessionOf = async ({ rewindow }: HostPage) => (await rewindow.status()).ids?.sessionId;

test('what is withdrawn after the agent has stopped is wiped and told all the same, and holds', async () => {
  const page = openHostPage(RULES);
  page.init();
  await page.phase('recording');
  const sessionId = await sessionOf(page);
  page.rewindow.stop();
  page.rewindow.consent('withdrawn');
  await vi.waitFor(async () => expect(await page.stored()).toEqual([consentOf(page)]));
  expect(told(page)).toEqual([sessionId]);
  await pause(300);
  const before = page.sent.length;
  page.init();
  await page.phase('declined');
  await pause(300);
  expect([page.sent.slice(before), await page.stored()]).toEqual([[], [consentOf(page)]]);
});

test('a withdrawal in another tab is not undone by what this page has said before', async () => {
  const page = openHostPage(RULES);
  page.init();
  page.rewindow.consent('granted');
  await page.phase('recording');
  localStorage.setItem(consentOf(page), JSON.stringify({ state: 'withdrawn', at: Date.now() }));
  window.dispatchEvent(new StorageEvent('storage', { key: consentOf(page) }));
  await page.phase('declined');
  page.rewindow.stop();
  page.init();
  await page.phase('declined');
});

test('a page that comes back from the cache heeds what was decided meanwhile', async () => {
  const page = openHostPage(RULES);
  page.init();
  await page.phase('recording');
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  // No event: pages in the cache don't get any.
  localStorage.setItem(consentOf(page), JSON.stringify({ state: 'withdrawn', at: Date.now() }));
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  await page.phase('declined');
  await vi.waitFor(async () => expect(await page.stored()).toEqual([consentOf(page)]));
});

test('what the monitor has not heard is told after another decision, too', async () => {
  const page = openHostPage(RULES);
  page.consentStatus = 503;
  page.init();
  await page.phase('recording');
  const first = await sessionOf(page);
  page.rewindow.consent('withdrawn');
  await page.phase('declined');
  await pause(50);
  page.rewindow.consent('granted');
  await page.phase('recording');
  const second = await sessionOf(page);
  page.rewindow.consent('withdrawn');
  await page.phase('declined');
  await pause(50);
  page.consentStatus = 200;
  page.sent.length = 0;
  page.rewindow.stop();
  page.init();
  await vi.waitFor(() => expect(told(page).sort()).toEqual([first, second].sort()));
});

test('a page without storage tells its withdrawal', async () => {
  const spies = [vi.spyOn(Storage.prototype, 'setItem'), vi.spyOn(Storage.prototype, 'getItem')];
  for (const spy of spies)
    spy.mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
  try {
    const page = openHostPage(RULES);
    page.init();
    await page.phase('recording');
    const sessionId = await sessionOf(page);
    page.rewindow.consent('withdrawn');
    await page.phase('declined');
    expect(told(page)).toEqual([sessionId]);
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
});

const URL_OF = { url: new URL('/worker/index.ts', location.origin).href, main: 'https://elsewhere.test/worker.js' };

describe.each(['url', 'main'] as const)('with the worker at its place `%s`', (place) => {
  test.each([0, 1, 5, 20, 60, 150])('withdrawn %i ms after its start nothing is left on the device', async (ms) => {
    const page = openHostPage(RULES, { workerUrl: URL_OF[place] });
    const started = new Promise<void>((resolve) => {
      page.rewindow.on('status', ({ phase }) => {
        if (phase === 'recording') resolve();
      });
    });
    page.init();
    await started;
    page.rewindow.track('secret');
    await pause(ms);
    page.rewindow.consent('withdrawn');
    await pause(1_200);
    expect(await page.stored()).toEqual([consentOf(page)]);
  });

  test('granted again a new session begins, and is stored', async () => {
    const page = openHostPage(RULES, { workerUrl: URL_OF[place] });
    page.init();
    await page.phase('recording');
    const first = await sessionOf(page);
    page.rewindow.consent('withdrawn');
    page.rewindow.consent('granted');
    await page.phase('recording');
    page.rewindow.track('here');
    const count = async () => (await page.rewindow.status()).recording?.store.counts;
    await vi.waitFor(async () => expect(await count()).toMatchObject({ custom: 1 }), { timeout: 5_000 });
    const { ids, recording } = await page.rewindow.status();
    expect(ids?.sessionId).not.toBe(first);
    expect([recording?.worker, recording?.store.storage]).toEqual([place, 'indexeddb']);
  });
});

test('withdrawn while the agent’s code is on its way nothing begins', async () => {
  let arrive = (): void => undefined;
  const way = new Promise<void>((resolve) => (arrive = resolve));
  const page = openHostPage(RULES, {
    loadAgent: async () => {
      await way;
      return import('../../../src/boot/agent.ts');
    },
  });
  page.init();
  await vi.waitFor(() => expect(page.sent.length).toBeGreaterThan(1));
  page.rewindow.consent('withdrawn');
  arrive();
  await pause(500);
  expect(await page.stored()).toEqual([consentOf(page)]);
  expect(page.sent.map(({ path }) => path)).not.toContain('/v1/summaries');
});
