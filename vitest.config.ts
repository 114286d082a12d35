import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { slim } from './rollup.slim.mjs';
import { CHROMIUM_ARGS, findChromium } from './test/tools/chromium.mjs';

/**
 * Three projects: `unit` runs in Node, `browser` in a real Chromium, and `engines` drives Chromium, Firefox and WebKit, one
 * at a time, on pages with the built agent. All take the package's own exports (`rewindow/wire` and so on) from the sources,
 * so that the first two need no build. What runs in browsers has a second try, which `npm test` tells in its last lines.
 */
const fromSource = (runtime: 'node' | 'browser') => ['source', 'module', runtime, 'development|production'];
const executablePath = await findChromium();
/** What is tried by chance is the same each time, unless something else is asked for; what fails says its seed. */
const programs = {
  count: Number(process.env.REWINDOW_PROGRAMS ?? 2_000),
  seed: Number(process.env.REWINDOW_SEED ?? 17_870),
};

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions: fromSource('node') },
        ssr: { resolve: { conditions: fromSource('node') } },
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          environment: 'node',
          provide: { programs },
          setupFiles: ['test/tools/chance.ts'],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { conditions: fromSource('node') },
        ssr: { resolve: { conditions: fromSource('node') } },
        test: {
          name: 'engines',
          include: ['test/engines/**/*.test.ts'],
          environment: 'node',
          retry: 1,
          maxWorkers: 1,
          fileParallelism: false,
        },
      },
      {
        resolve: { conditions: fromSource('browser') },
        plugins: [slim()],
        // Everything that browser tests import is bundled up front: a bundle made in mid-run reloads the page.
        optimizeDeps: {
          include: ['@rrweb/replay', 'fast-check', 'valibot'],
          // Tested as it is built, with our cuts.
          exclude: ['@rrweb/record', 'comlink', 'html2canvas', 'idb', 'ky'],
        },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          setupFiles: ['test/tools/chance.ts'],
          testTimeout: 30_000,
          retry: 1,
          provide: { programs },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: CHROMIUM_ARGS, ...(executablePath === undefined ? {} : { executablePath }) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
