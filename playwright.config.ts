import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from './test/tools/chromium.mjs';
import type { FlavourOptions } from './test/e2e/fixtures.ts';

/**
 * Each scenario runs twice: on the shop with the script tag, and on the single-page shop that imports the npm package. One
 * at a time. A test that needs its second try is named in the last lines of `npm test`: a defect, but not one of what is tested.
 */
const executablePath = await findChromium();

export default defineConfig<FlavourOptions>({
  testDir: 'test/e2e',
  workers: 1,
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results',
  // The JSON goes to PLAYWRIGHT_JSON_OUTPUT_FILE, where npm test counts it.
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] === undefined ? 'list' : [['list'], ['json']],
  use: {
    video: 'off',
    trace: 'off',
    screenshot: 'only-on-failure',
    actionTimeout: 15_000,
    launchOptions: { args: CHROMIUM_ARGS, ...(executablePath === undefined ? {} : { executablePath }) },
  },
  projects: [
    { name: 'script', use: { flavour: 'script' } },
    { name: 'npm', use: { flavour: 'npm' } },
    // Applications of others, recorded and replayed; each test chooses how its page gets the agent.
    { name: 'fidelity', testDir: 'test/fidelity' },
  ],
});
