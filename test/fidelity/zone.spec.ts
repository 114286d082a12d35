import type { Page } from '@playwright/test';
import { expect, test } from '../e2e/fixtures.ts';
import { startFixtureSite, type AgentKind } from '../fixtures/fixtureSite.ts';
import { SCENARIOS } from './scenarios.ts';
import { openRecorded } from './session.ts';
import { VIEWPORT } from './visit.ts';

/**
 * Angular looks for changes whenever zone.js sees a timer, a promise, an observer or a listener that began in its zone.
 * The agent has all of these, and none of them may be seen: neither when it comes by tag, nor when the application starts
 * it within the zone.
 */
test.use({ viewport: VIEWPORT });

const WATCH_MS = 4_000;

test('zone.js sees nothing of the agent', async ({ browser, monitor, api }) => {
  const scenario = SCENARIOS.find(({ name }) => name === 'angular');
  if (!scenario) throw new Error('no fixture with zone.js');
  const site = await startFixtureSite(scenario, monitor.baseUrl);
  const agents: AgentKind[] = ['none', 'script', 'npm', 'npm-in-app'];
  const runs = await Promise.all(
    agents.map(async (agent) => {
      const context = await browser.newContext({ viewport: VIEWPORT });
      const page = await context.newPage();
      if (agent === 'none') await page.goto(site.urlOf(agent));
      else await openRecorded({ page, site, api, agent, name: 'zone' });
      const counted = [agent, await countRuns(page)] as const;
      await context.close();
      return counted;
    }),
  );
  const [none] = runs;
  expect(none?.[1]).toEqual({ idle: { stable: 0, checks: 0 }, busy: { stable: 0, checks: 0 }, afterClick: true });
  for (const [agent, counted] of runs) expect.soft(counted, agent).toEqual(none?.[1]);
  await site.close();
});

/** How often Angular ran while nothing happened, while things happened that don't concern it, and that it can run at all. */
async function countRuns(page: Page) {
  await page.waitForTimeout(1_000);
  const read = async () =>
    page.evaluate(() => ({ ...(Reflect.get(window, 'zoneRuns') as { stable: number; checks: number }) }));
  const since = async (before: Awaited<ReturnType<typeof read>>) => {
    const { stable, checks } = await read();
    return { stable: stable - before.stable, checks: checks - before.checks };
  };
  const first = await read();
  await page.waitForTimeout(WATCH_MS);
  const idle = await since(first);
  const second = await read();
  await page.locator('h1').hover();
  await page.mouse.move(300, 200, { steps: 10 });
  await page.locator('h1').click();
  await page.evaluate(() => {
    document.querySelector('h1')?.setAttribute('title', 'changed');
    for (const type of ['resize', 'online', 'pageshow', 'scroll']) window.dispatchEvent(new Event(type));
    document.dispatchEvent(new Event('visibilitychange'));
    history.replaceState(null, '', '#elsewhere');
    window.rewindow?.mark('busy');
  });
  await page.waitForTimeout(WATCH_MS);
  const busy = await since(second);
  const third = await read();
  await page.getByRole('button', { name: 'counter' }).click();
  return { idle, busy, afterClick: (await since(third)).checks > 0 };
}
