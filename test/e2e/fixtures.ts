import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { createConsoleApi, type ConsoleApi } from '../tools/consoleApi.ts';
import { startMonitor, type MonitorProcess } from '../tools/monitorProcess.ts';

/** How the page under test gets the agent. */
export interface FlavourOptions {
  flavour: 'script' | 'npm';
}

interface WorkerFixtures {
  /** One real monitor with the demo on it for all tests of a worker. A test that stops it starts its own. */
  monitor: MonitorProcess;
  api: ConsoleApi;
}

interface TestFixtures {
  /** The shop of the flavour, with a slash at its end. */
  shopUrl: string;
  /** A folder for a lasting browser profile. */
  userDataDir: string;
}

export const test = base.extend<TestFixtures & FlavourOptions, WorkerFixtures>({
  flavour: ['script', { option: true }],
  monitor: [
    async ({ browserName: _ }, use) => {
      const monitor = await startMonitor();
      await use(monitor);
      await monitor.close();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  api: [
    async ({ monitor }, use) => {
      await use(await createConsoleApi(monitor.baseUrl, monitor.password));
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ monitor }, use) => {
    await use(monitor.baseUrl);
  },
  shopUrl: async ({ monitor, flavour }, use) => {
    await use(shopUrlOf(monitor, flavour));
  },
  userDataDir: async ({ browserName: _ }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'rewindow-profile-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

export { expect } from '@playwright/test';

export function shopUrlOf(monitor: { baseUrl: string }, flavour: FlavourOptions['flavour']): string {
  return `${monitor.baseUrl}/demo/${flavour === 'script' ? 'shop' : 'spa'}/`;
}
