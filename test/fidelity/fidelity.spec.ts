import { writeFile } from 'node:fs/promises';
import type { Page, TestInfo } from '@playwright/test';
import { App, InstructionRow, PublishReply } from '../../monitor/src/api/contract.ts';
import { expect, test } from '../e2e/operator.ts';
import { startFixtureSite, type AgentKind, type FixtureSite } from '../fixtures/fixtureSite.ts';
import type { ConsoleApi } from '../tools/consoleApi.ts';
import { comparePixels, isWithin, type Box } from './comparePixels.ts';
import { replay } from './replay.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { untilRecording, VIEWPORT, visit, type Pictures } from './visit.ts';

/** Applications that we did not write: the console's replay looks like the page did, pixel by pixel. */
test.use({ viewport: VIEWPORT });

const RULES = { version: 1, name: 'fidelity', capture: [{ kinds: ['dom', 'mark'] }] };

for (const scenario of SCENARIOS) {
  const agents: AgentKind[] = ['script'];
  for (const agent of agents) {
    test(`${scenario.name} (${agent}) is replayed as it looked`, async ({ page, operator, monitor, api }, testRun) => {
      const site = await startFixtureSite(scenario, monitor.baseUrl);
      const { sessionId, live } = await record({ page, site, api, agent, scenario });
      const replayed = await replay(operator, sessionId, scenario);
      const apart = scenario.apart ? await boxesOf(page, scenario.apart.selector) : [];
      await judge({ scenario, live, replayed, apart, testRun });
      await site.close();
    });
  }
}

interface Recording {
  page: Page;
  site: FixtureSite;
  api: ConsoleApi;
  agent: AgentKind;
  scenario: Scenario;
}

/** Goes through the fixture while the agent records, and has the session sent. */
async function record({ page, site, api, agent, scenario }: Recording) {
  const app = `${scenario.name}-${agent}`;
  await api.post('/v1/apps', App, { key: app, name: app, allowedOrigins: [site.origin] });
  await api.post(`/v1/apps/${app}/rules`, PublishReply, { text: JSON.stringify(RULES) });
  await page.goto(site.urlOf(agent, app));
  const sessionId = await untilRecording(page);
  const live = await visit(page, scenario);
  await api.sessionWhen(sessionId, 'the summary');
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'send' } });
  const last = `point-${scenario.steps.at(-1)?.point ?? ''}`;
  await api.recordsWhen(sessionId, 'the last mark', (all) =>
    all.some(({ kind, data }) => kind === 'mark' && data['name'] === last),
  );
  return { sessionId, live };
}

async function boxesOf(page: Page, selector: string): Promise<Box[]> {
  const boxes = await Promise.all((await page.locator(selector).all()).map(async (element) => element.boundingBox()));
  return boxes.filter((box) => box !== null);
}

interface Judged {
  scenario: Scenario;
  live: Pictures;
  replayed: Pictures;
  apart: Box[];
  testRun: TestInfo;
}

async function judge({ scenario, live, replayed, apart, testRun }: Judged): Promise<void> {
  const likenesses = await Promise.all(
    [...live].map(async ([point, was]) => {
      const shown = replayed.get(point) ?? Buffer.alloc(0);
      const likeness = comparePixels(was, shown, (x, y) => !isWithin(apart, x, y));
      for (const [what, picture] of Object.entries({ live: was, replayed: shown, difference: likeness.difference }))
        await writeFile(testRun.outputPath(`${point}-${what}.png`), picture);
      return likeness;
    }),
  );
  const equal = Math.min(...likenesses.map((likeness) => likeness.equal));
  const content = Math.min(...likenesses.map((likeness) => likeness.content));
  console.log(
    `fidelity ${scenario.name} ${equal.toFixed(2)} % equal (floor ${scenario.floor}), content ${content.toFixed(2)} % (floor ${scenario.contentFloor})`,
    likenesses.map((l) => [l.equal, l.content]),
  );
  expect.soft(equal).toBeGreaterThanOrEqual(scenario.floor);
  expect.soft(content).toBeGreaterThanOrEqual(scenario.contentFloor);
}
