import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { PublishReply } from '../../monitor/src/api/contract.ts';
import { createConsoleApi, type ConsoleApi } from '../tools/consoleApi.ts';
import { ENGINES, type EngineDriver, type EngineName, type EnginePage } from '../tools/engines/engine.ts';
import { findEngine } from '../tools/engines/launch.ts';
import { startMonitor, type MonitorProcess } from '../tools/monitorProcess.ts';

export type Flavour = 'script' | 'npm';

/** Where a scenario plays: an engine, a flavour, and a real monitor with the demo on it. */
export interface Stage {
  engine: EngineName;
  flavour: Flavour;
  monitor: MonitorProcess;
  api: ConsoleApi;
  /** The shop of the flavour, with a slash at its end. */
  shopUrl: string;
  /** A page in a profile of its own, which is closed at the end of the test. */
  open(): Promise<EnginePage>;
}

const TIME_LIMIT_MS = 120_000;

/** Plays each scenario in every engine, as script tag and as npm import. One browser at a time. */
export function inEachEngine(scenarios: Record<string, (stage: Stage) => Promise<void>>): void {
  for (const engine of ENGINES) describe(engine, () => inEngine(engine, scenarios));
}

function inEngine(engine: EngineName, scenarios: Record<string, (stage: Stage) => Promise<void>>): void {
  const running: { driver?: EngineDriver; monitor?: MonitorProcess; api?: ConsoleApi } = {};
  beforeAll(async () => {
    const launch = await findEngine(engine);
    if (launch === undefined) return;
    running.monitor = await startMonitor();
    running.api = await createConsoleApi(running.monitor.baseUrl, running.monitor.password);
    await publishRules(running.api);
    running.driver = await launch();
  }, TIME_LIMIT_MS);
  afterAll(async () => {
    await running.driver?.close();
    await running.monitor?.close();
  }, 30_000);

  describe.each<Flavour>(['script', 'npm'])('%s', (flavour) => {
    test.for(Object.entries(scenarios))('%s', { timeout: TIME_LIMIT_MS }, async ([, play], { skip }) => {
      const { driver, monitor, api } = running;
      if (driver === undefined || monitor === undefined || api === undefined) {
        // Where everything is tested, an engine that isn't there is a failure.
        expect(process.env['CI'], `${engine} is not installed: node test/tools/engines.mjs`).toBeFalsy();
        return skip(`${engine} is not installed`);
      }
      const shopUrl = `${monitor.baseUrl}/demo/${flavour === 'script' ? 'shop' : 'spa'}/`;
      const open = async () => {
        const page = await driver.open();
        onTestFinished(() => page.close());
        return page;
      };
      await play({ engine, flavour, monitor, api, shopUrl, open });
    });
  });
}

/** The demo's own rules, with the page's life in addition. */
async function publishRules(api: ConsoleApi): Promise<void> {
  const text = await readFile(join(import.meta.dirname, '../../demo/rules.json'), 'utf8');
  await api.post('/v1/apps/demo/rules', PublishReply, {
    text: text.replace('"kinds": ["dom"', '"kinds": ["page", "dom"'),
  });
}
