import type { Page } from '@playwright/test';
import { InstructionRow } from '../../monitor/src/api/contract.ts';
import type { ConsoleApi } from '../tools/consoleApi.ts';
import { expect, test } from './fixtures.ts';
import { createShop } from './shop.ts';

/** The session's agent as its newest summary describes it. */
async function agentOf(api: ConsoleApi, sessionId: string) {
  const { summaries } = await api.sessionWhen(sessionId, 'the summary');
  return summaries[0]?.agent;
}

/** A click is still captured and sent on request. */
async function expectToWork(page: Page, api: ConsoleApi, sessionId: string) {
  await page.mouse.click(7, 7);
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });
  await api.recordsWhen(sessionId, 'a click', (all) => all.some(({ kind }) => kind === 'pointer'));
}

test('without IndexedDB the ring is in memory, and the summary says so', async ({ page, shopUrl, api, flavour }) => {
  // As in a browser that gives its workers no storage.
  await page.route(/worker.*\.js/, async (route) => {
    const response = await route.fetch();
    const body = `Object.defineProperty(self, 'indexedDB', { value: undefined });\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
  const shop = createShop(page, shopUrl);
  await shop.open();
  const sessionId = await shop.sessionId();
  const agent = await agentOf(api, sessionId);
  expect(agent?.storage, flavour).toBe('memory');
  expect(agent?.reasons.join(' ')).toContain('storage_missing');
  await expectToWork(page, api, sessionId);
});

/** The request is a real one, but nobody hears of its end. */
const NEVER_OPEN = `const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (name) {
  return Object.assign(open.call(this, name + ' never', 1), { addEventListener: () => undefined });
};`;

test('an IndexedDB that never opens does not stop the agent', async ({ page, shopUrl, api }) => {
  await page.route(/worker.*\.js/, async (route) => {
    const response = await route.fetch();
    const body = `${NEVER_OPEN}\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
  const shop = createShop(page, shopUrl);
  await shop.open();
  const sessionId = await shop.sessionId();
  const agent = await agentOf(api, sessionId);
  expect(agent?.storage).toBe('memory');
  expect(agent?.reasons.join(' ')).toContain('storage_hanging');
  await expectToWork(page, api, sessionId);
});

for (const [policy, place] of [
  ["worker-src 'self'", 'url'],
  ["worker-src 'none'", 'main'],
] as const) {
  test(`under ${policy} the worker runs from ${place}`, async ({ page, shopUrl, api }) => {
    await page.route(`${new URL(shopUrl).origin}/demo/**`, async (route) => {
      if (route.request().resourceType() !== 'document') return route.fallback();
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
    });
    const shop = createShop(page, shopUrl);
    await shop.open();
    const sessionId = await shop.sessionId();
    const agent = await agentOf(api, sessionId);
    expect(agent?.worker).toBe(place);
    if (place === 'main') expect(agent?.reasons.length).toBeGreaterThan(0);
    await expectToWork(page, api, sessionId);
  });
}

test('a monitor that answers garbage, errors or nothing leaves the page as it is', async ({ page, shopUrl }) => {
  const said: string[] = [];
  page.on('pageerror', (error) => said.push(error.message));
  page.on('console', (message) => {
    if (/rewindow/i.test(message.text())) said.push(message.text());
  });
  const answers = [
    { status: 500, body: 'oops' },
    { status: 200, body: '<html>' },
    { status: 200, contentType: 'application/json', body: '{"serverAt":"x","cursor":7}' },
    {
      status: 200,
      contentType: 'application/json',
      body: '{"serverAt":1,"cursor":"0","instructions":[{"verb":"eval"}],"rules":{"revision":1,"hash":"x","dormant":false,"rules":{"version":9}}}',
    },
  ];
  let count = 0;
  await page.route(/\/v1\//, (route) => route.fulfill(answers[count++ % answers.length] ?? { status: 500 }));
  const shop = createShop(page, shopUrl);
  await shop.open();
  await shop.putIntoCart(/kettle/i);
  await page.waitForTimeout(4_000);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(said.filter((line) => !line.includes('Failed to load resource'))).toEqual([]);
});
