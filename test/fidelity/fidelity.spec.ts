import { writeFile } from 'node:fs/promises';
import type { TestInfo as TestRun } from '@playwright/test';
import { expect, test } from '../e2e/operator.ts';
import { startFixtureSite } from '../fixtures/fixtureSite.ts';
import { comparePixels, isWithin, type Box, type Likeness } from './comparePixels.ts';
import { readPageState, watchPage } from './pageState.ts';
import { replay } from './replay.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { askForSession, openRecorded } from './session.ts';
import { boxesOf, VIEWPORT, visit, type Pictures } from './visit.ts';

/**
 * Applications that we did not write. Each is gone through twice, with the agent and without: both look the same, and are
 * the same again when the agent has been stopped. What the console replays looks like the page did, pixel by pixel.
 */
test.use({ viewport: VIEWPORT });

for (const scenario of SCENARIOS) {
  for (const agent of scenario.agents) {
    test(`${scenario.name} (${agent})`, async ({ page, browser, operator, monitor, api }, testRun) => {
      const site = await startFixtureSite(scenario, monitor.baseUrl);
      const context = await browser.newContext({ viewport: VIEWPORT });
      const plain = await context.newPage();
      await watchPage(plain);
      const { complaints } = await watchPage(page);
      await plain.goto(site.urlOf('none'));
      const sessionId = await openRecorded({ page, site, api, agent, name: scenario.name });
      const [live, untouched] = await Promise.all([visit(page, scenario), visit(plain, scenario)]);
      const alone = compareAll(untouched, live, []).map(({ likeness }) => likeness.equal);
      expect.soft(alone, 'the page looks as it does without the agent').toEqual(alone.map(() => 100));

      await askForSession(api, sessionId, `point-${scenario.steps.at(-1)?.point ?? ''}`);
      const replayed = await replay(operator, sessionId, scenario);
      const apart = scenario.apart ? await boxesOf(page, scenario.apart.selector) : [];
      await judge({ scenario, agent, live, replayed, apart, testRun });

      await page.evaluate(() => window.rewindow?.stop());
      const clean = await readPageState(plain);
      await expect.poll(() => readPageState(page), { timeout: 12_000 }).toEqual(clean);
      expect(complaints).toEqual([]);
      await context.close();
      await site.close();
    });
  }
}

interface Judged {
  scenario: Scenario;
  agent: string;
  live: Pictures;
  replayed: Pictures;
  apart: Box[];
  testRun: TestRun;
}

async function judge({ scenario, agent, live, replayed, apart, testRun }: Judged): Promise<void> {
  const compared = compareAll(live, replayed, apart);
  const { floor } = scenario;
  for (const { point, was, is, likeness } of compared) {
    for (const [what, picture] of Object.entries({ live: was, replayed: is, difference: likeness.difference }))
      await writeFile(testRun.outputPath(`${point}-${what}.png`), picture);
  }
  const equal = Math.min(...compared.map(({ likeness }) => likeness.equal));
  const content = Math.min(...compared.map(({ likeness }) => likeness.content));
  console.log(
    line(`${scenario.name} (${agent})`, equal, floor.equal),
    `of what is drawn: ${figure(content, floor.content)}`,
  );
  expect.soft(equal).toBeGreaterThanOrEqual(floor.equal);
  expect.soft(content).toBeGreaterThanOrEqual(floor.content);
  if (scenario.apart) {
    const parts = compared.map(({ was, is }) => comparePixels(was, is, (x, y) => isWithin(apart, x, y)).content);
    console.log(line(`${scenario.name}, ${scenario.apart.name}`, Math.min(...parts), scenario.apart.floor));
    expect.soft(Math.min(...parts)).toBeGreaterThanOrEqual(scenario.apart.floor);
  }
  // A replay that stood still would be found out: the points differ from each other by more than the floor lets pass.
  const [first, last] = [live.values().next().value, [...replayed.values()].at(-1)];
  if (first && last) expect(comparePixels(first, last, outside(apart)).equal).toBeLessThan(floor.equal);
}

interface Compared {
  point: string;
  was: Buffer;
  is: Buffer;
  likeness: Likeness;
}

function compareAll(these: Pictures, others: Pictures, apart: Box[]): Compared[] {
  return [...these].map(([point, was]) => {
    const is = others.get(point);
    if (!is) throw new Error(`no picture of ${point}`);
    return { point, was, is, likeness: comparePixels(was, is, outside(apart)) };
  });
}

const outside = (apart: Box[]) => (x: number, y: number) => !isWithin(apart, x, y);
const figure = (percent: number, floor: number) => `${(Math.floor(percent * 100) / 100).toFixed(2)} % (floor ${floor})`;
const line = (name: string, percent: number, floor: number) => `fidelity ${name} ${figure(percent, floor)}`;
