import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from '../tools/chromium.mjs';

/** `npm run bench`: figures, not tests. Nothing fails by being slow; everything is a ratio within one run. */
const executablePath = await findChromium();

export default defineConfig({
  testDir: '.',
  testMatch: '*.bench.ts',
  workers: 1,
  retries: 0,
  timeout: 10 * 60_000,
  outputDir: '../../test-results',
  reporter: [['./figuresReporter.ts']],
  // What isn't there must not keep a bench for ever.
  use: {
    actionTimeout: 15_000,
    launchOptions: { args: CHROMIUM_ARGS, ...(executablePath === undefined ? {} : { executablePath }) },
  },
});
